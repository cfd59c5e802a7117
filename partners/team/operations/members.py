"""A partner's team: changing roles, removing people and leaving (B24-7.2). Inviting is in invitations.py."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import may, require
from accounts.sentences import Code, sentence
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from partners.events import MemberLeft
from partners.models import ApiToken, Invitation, Member, Partner
from partners.team.operations.invitations import (
    UnableToChangeInvitation,
    UnableToInvite,
    approve_invitation,
    decline_invitation,
    invite_member,
    resend_invitation,
    withdraw_invitation,
)
from partners.team.operations.joining import UnableToAccept, accept_invitation, join_with_new_account

__all__ = [
    "UnableToAccept",
    "UnableToChangeInvitation",
    "UnableToChangeTeam",
    "UnableToInvite",
    "accept_invitation",
    "approve_invitation",
    "change_role",
    "decline_invitation",
    "invite_member",
    "join_with_new_account",
    "leave_team",
    "remove_member",
    "resend_invitation",
    "withdraw_invitation",
]


class UnableToChangeTeam(Refused):
    """The team can't be changed this way; the message says why."""


def change_role(
    *, actor: Actor, member: Member, role: str, roles: Collection[str] = tuple(Member.Role.values), now: datetime
) -> Member:
    """Give a member another of the program's ``roles``. It applies from the member's next request.

    Raises UnableToChangeTeam if no main user would be left, PermissionDenied for anybody but the main user and the
    staff.
    """
    _require(actor, member)
    if role not in roles:
        raise UnableToChangeTeam({"role": _("Choose one of the roles.")})
    with transaction.atomic():
        row = _locked(actor, member)
        if role == row.role:
            return row
        before, row.role = row.role, role
        _keep_a_main_user(row, before)
        row.save(update_fields=["role"])
        note_act(
            actor=actor,
            action="team.approve",
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence(
                "Made %(person)s %(role)s instead of %(before)s",
                person=row.user.email,
                role=Code("partners.member.role", role),
                before=Code("partners.member.role", before),
            ),
        )
    return row


def remove_member(*, actor: Actor, member: Member, today: date, now: datetime) -> None:
    """Remove somebody from the team. Access, file links and API tokens for this partner end with the next request.

    Their unanswered invitations to others are withdrawn. Raises UnableToChangeTeam for the last main user,
    PermissionDenied for anybody but the main user and the staff.
    """
    _require(actor, member)
    with transaction.atomic():
        row = _locked(actor, member)
        pending = Invitation.objects.filter(partner=row.partner_id, invited_by=row.user_id, state__in=_PENDING)
        pending.update(state=Invitation.State.WITHDRAWN, digest=None)
        note_act(
            actor=actor,
            action="team.approve",
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence("Took %(person)s out of the team", person=row.user.email),
        )
        _end(row, by_id=actor.user_id, today=today, now=now)


def leave_team(*, actor: Actor, today: date, now: datetime) -> None:
    """Leave the partner. Raises UnableToChangeTeam for the last main user, who must name another one first."""
    if actor.kind != "partner" or not may(actor, "team.view"):
        raise PermissionDenied("Only a member leaves a team.")
    with transaction.atomic():
        member = Member.objects.visible_to(actor).get(user=actor.user_id)
        _end(_locked(actor, member), by_id=actor.user_id, today=today, now=now)


_PENDING = (Invitation.State.WAITING, Invitation.State.SENT)


def _require(actor: Actor, member: Member) -> None:
    require(actor, "team.approve" if actor.kind == "staff" else "team.manage", program_id=member.program_id)


def _locked(actor: Actor, member: Member) -> Member:
    """The member, locked after its partner. Concurrent changes wait, so the count of main users is right."""
    _lock_team(actor, member.partner_id)
    rows = Member.objects.visible_to(actor).select_related("user")
    row = rows.select_for_update(no_key=True, of=("self",)).filter(pk=member.pk).first()
    if row is None:
        raise UnableToChangeTeam({"": _("This person is no longer on the team.")})
    return row


def _lock_team(actor: Actor, partner_id: int) -> None:
    Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=partner_id)


def _keep_a_main_user(row: Member, before: str) -> None:
    """Refuse to remove the last main user. The team must be locked."""
    others = Member.objects.filter(partner=row.partner_id, role=Member.Role.MAIN).exclude(pk=row.pk)
    if before == Member.Role.MAIN and not others.exists():
        raise UnableToChangeTeam({"role": _("This is the only main user. Make someone else a main user first.")})


def _end(row: Member, *, by_id: int | None, today: date, now: datetime) -> None:
    _keep_a_main_user(row, row.role)
    ApiToken.objects.filter(partner=row.partner_id, user=row.user_id, revoked_at=None).update(revoked_at=now)
    program_id, partner_id, user_id = row.program_id, row.partner_id, row.user_id
    row.delete()
    publish(MemberLeft(program_id, partner_id, user_id, by_id, today, now))
