"""Finds a person's role in a program. Roles are read anew for every request, on pages and in the API."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import BooleanField, DateField, Exists, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import User
from accounts.queries import FACTORS
from common.actor import Actor
from common.prepared import Prepared, Slot, columns, made
from partners.models import Application, Member, Partner, Restriction
from programs.models import Program, Staff

UNPROVED = "unproved"


@dataclass
class Roles:
    """What a person is in a program: staff, with or without a second factor, and in which partners' teams."""

    staff: str = ""
    has_factor: bool = False
    teams: list[tuple[int, str]] = field(default_factory=list)
    """Partner and role, those joined first at the beginning."""
    applies: bool = False

    def of(self, user: User) -> "Roles":
        """The same roles, with those of a superuser: an administrator in every program."""
        if user.is_superuser and not self.staff:
            self.staff = Staff.Role.ADMINISTRATOR
        return self


def roles_of(user: User, *, program_id: int) -> Roles:
    """Return the person's roles, in one statement. The transaction must be bound to the person or the program."""
    roles = Roles()
    for kind, role, partner_id, _joined in sorted(
        _ROLES.rows(user=user.pk, program=program_id), key=lambda row: row[3]
    ):
        match kind:
            case "staff":
                roles.staff = role
            case "factor":
                roles.has_factor = True
            case "team":
                roles.teams.append((partner_id, role))
            case "applicant":
                roles.applies = True
    return roles.of(user)


def actor_for(user: Any, program: Program, *, chosen: int | None = None) -> Actor:
    """The user's role in this program: vendor staff, else partner member, else visitor.

    Members of several partners act for the ``chosen`` one, or else for the one they joined first.
    """
    if not user.is_authenticated:
        return Actor.visitor(program.pk)
    return actor_as(user, program, roles_of(user, program_id=program.pk), chosen=chosen)


def actor_as(user: Any, program: Program, roles: Roles, *, chosen: int | None) -> Actor:
    """The same as `actor_for`, from roles that were read before."""
    if not user.is_authenticated:
        return Actor.visitor(program.pk)
    if roles.staff:
        return _staff(user, program.pk, roles)
    if roles.teams:
        partner_id, role = next((team for team in roles.teams if team[0] == chosen), roles.teams[0])
        return Actor("partner", user.pk, program.pk, partner_id, role)
    return Actor("visitor", user.pk, program.pk, role="applicant" if roles.applies else "")


def staff_actor(user: User, *, program_id: int) -> Actor | None:
    """The person's role as vendor staff in the program, or None. A superuser is an administrator in every program.

    Staff without a second factor get the role ``UNPROVED``, which allows nothing until they set one up.
    """
    roles = roles_of(user, program_id=program_id)
    return _staff(user, program_id, roles) if roles.staff else None


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
    return acting(actor, on=on)[0]


def acting(actor: Actor, *, on: date) -> tuple[Actor, Partner]:
    """The member with the role that applies on this day, as `limited` says, and their partner; in one statement.

    The partner's manager is read with it: name, email address, and whether the account is active.
    """
    [row] = _LIMITS.rows(partner=actor.partner_id, program=actor.program_id, user=actor.user_id, on=on)
    *own, manager, email, active, blocked, lowered = row
    partner = made(Partner, own)
    partner.was_lowered = lowered
    if partner.manager_id:
        partner.manager = User(pk=partner.manager_id, name=manager, email=email, is_active=active)
    if blocked:
        return replace(actor, role="blocked"), partner
    former = partner.ended_on and partner.ended_on <= on
    return (replace(actor, role="former") if former else actor), partner


def _staff(user: User, program_id: int, roles: Roles) -> Actor:
    if roles.has_factor:
        return Actor("staff", user.pk, program_id, role=roles.staff)
    return Actor("visitor", user.pk, program_id, role=UNPROVED)


def staff_of(user: Any, program: Any) -> QuerySet[Staff]:
    """The person's row among the vendor's staff."""
    return Staff.objects.filter(user=user, program=program)


def factors_of(user: Any) -> QuerySet[Authenticator]:
    """The person's second factors."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS)


def members_of(user: Any, program: Any) -> QuerySet[Member]:
    """The person's rows in partners' teams."""
    return Member.objects.filter(user=user, program=program)


def applications_of(user: Any, program: Any) -> QuerySet[Application]:
    """The person's applications that made no partner."""
    return Application.objects.filter(program=program, applicant=user, partner=None)


def _roles() -> QuerySet[Any, Any]:
    user, program, nothing = Slot("user"), Slot("program"), Value("")
    return _rows("staff", staff_of(user, program), F("role")).union(
        _rows("factor", factors_of(user), nothing),
        _rows("team", members_of(user, program), F("role"), F("partner_id")),
        _rows("applicant", applications_of(user, program), nothing),
    )


def _rows(kind: str, rows: QuerySet[Any], role: Any, partner: Any = None) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(Value(kind), role, partner or Value(0), F("pk"))


def _limits() -> QuerySet[Any, Any]:
    day = Cast(Slot("on"), DateField())
    blocks = Restriction.objects.in_force(day).filter(
        Q(user=None) | Q(user=Slot("user")),
        program=Slot("program"),
        partner=Slot("partner"),
        effect=Restriction.Effect.ACCESS,
    )
    lowered = Restriction.objects.filter(partner=Slot("partner"), effect=Restriction.Effect.DISCOUNT)
    theirs = Partner.objects.filter(pk=Slot("partner"), program=Slot("program"))
    manager = ("manager__name", "manager__email", "manager__is_active")
    exist = (Exists(rows, output_field=BooleanField()) for rows in (blocks, lowered))
    return theirs.values_list(*columns(Partner), *manager, *exist)


_ROLES = Prepared(_roles)
_LIMITS = Prepared(_limits)
