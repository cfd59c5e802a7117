"""Finds a person's role in a program. Roles are read anew for every request, on pages and in the API."""

from dataclasses import replace
from datetime import date

from django.db.models import Exists, Q

from accounts.models import User
from accounts.queries import has_second_factor, with_second_factor
from common.actor import Actor
from partners.models import Member, Partner, Restriction
from programs.models import Staff

UNPROVED = "unproved"


def staff_actor(user: User, *, program_id: int) -> Actor | None:
    """The person's role as vendor staff in the program, or None. A superuser is an administrator in every program.

    Staff without a second factor get the role ``UNPROVED``, which allows nothing until they set one up.
    """
    places = Staff.objects.filter(program_id=program_id, user=user).annotate(proved=with_second_factor("user"))
    role, proved = places.values_list("role", "proved").first() or ("", False)
    if not role and user.is_superuser:
        role, proved = Staff.Role.ADMINISTRATOR, has_second_factor(user.pk)
    if not role:
        return None
    return Actor("staff", user.pk, program_id, role=role) if proved else unproved(user, program_id=program_id)


def unproved(user: User, *, program_id: int) -> Actor:
    """Vendor staff without a second factor: treated like a visitor."""
    return Actor("visitor", user.pk, program_id, role=UNPROVED)


def member_actor(user: User, *, program_id: int, partner_id: int, on: date) -> Actor | None:
    """The person as a member of the partner on a day, restricted by `limited`. None if they are not in its team.

    The transaction must be bound to the program or the partner.
    """
    role = Member.objects.filter(program_id=program_id, partner=partner_id, user=user).values_list("role", flat=True)
    actor = next((Actor("partner", user.pk, program_id, partner_id, found) for found in role), None)
    return limited(actor, on=on) if actor else None


def limited(actor: Actor, *, on: date) -> Actor:
    """The member with the role that applies on this day.

    Blocked members get the role ``blocked`` (B24-14.4); members of a former partner get ``former`` (B24-1.5). The
    transaction must be bound to the partner.
    """
    blocks = Restriction.objects.visible_to(actor).in_force(on).filter(effect=Restriction.Effect.ACCESS)
    mine = blocks.filter(Q(user=None) | Q(user=actor.user_id))
    ended_on, blocked = (
        Partner.objects.visible_to(actor).annotate(blocked=Exists(mine)).values_list("ended_on", "blocked").get()
    )
    if blocked:
        return replace(actor, role="blocked")
    return replace(actor, role="former") if ended_on and ended_on <= on else actor
