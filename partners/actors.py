"""Who a person is in a program today, read afresh from its place there: for every request, page and API alike."""

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
    """The person as the vendor's staff in the program, else None; a superuser is an administrator everywhere.

    Staff without a second factor is a visitor with the role ``UNPROVED``: it may do nothing until it has set one up.
    """
    places = Staff.objects.filter(program_id=program_id, user=user).annotate(proved=with_second_factor("user"))
    role, proved = places.values_list("role", "proved").first() or ("", False)
    if not role and user.is_superuser:
        role, proved = Staff.Role.ADMINISTRATOR, has_second_factor(user.pk)
    if not role:
        return None
    return Actor("staff", user.pk, program_id, role=role) if proved else unproved(user, program_id=program_id)


def unproved(user: User, *, program_id: int) -> Actor:
    """The vendor's staff before it has a second factor: no more than a visitor."""
    return Actor("visitor", user.pk, program_id, role=UNPROVED)


def member_actor(user: User, *, program_id: int, partner_id: int, on: date) -> Actor | None:
    """The person as a member of the partner on a day, as `limited` says; None for who is not in its team.

    The transaction is bound to the program or the partner.
    """
    role = Member.objects.filter(program_id=program_id, partner=partner_id, user=user).values_list("role", flat=True)
    actor = next((Actor("partner", user.pk, program_id, partner_id, found) for found in role), None)
    return limited(actor, on=on) if actor else None


def limited(actor: Actor, *, on: date) -> Actor:
    """The member as it may act on this day: one whose access is blocked has the role ``blocked`` (B24-14.4), one
    of a partner whose partnership has ended ``former`` (B24-1.5). The transaction is bound to the partner.
    """
    blocks = Restriction.objects.visible_to(actor).in_force(on).filter(effect=Restriction.Effect.ACCESS)
    mine = blocks.filter(Q(user=None) | Q(user=actor.user_id))
    ended_on, blocked = (
        Partner.objects.visible_to(actor).annotate(blocked=Exists(mine)).values_list("ended_on", "blocked").get()
    )
    if blocked:
        return replace(actor, role="blocked")
    return replace(actor, role="former") if ended_on and ended_on <= on else actor
