"""Invitations to a partner or to the vendor's staff (B24-7.2). Accepting them is in joining.py."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Code, says, sentence
from common.actor import Actor
from common.events import publish
from common.mailboxes import account_address
from common.refusals import Refused
from common.text import Untidy, read_into, without_odd
from partners.events import InvitationDecided, InvitationSent
from partners.models import Invitation, Member, Partner
from partners.team.invitations import VALID, digest_of, secret_of
from programs.definition import Definition
from programs.models import Program, Staff

State = Invitation.State

A_DAY = 30  # invitations per partner or vendor staff within 24 hours
SEND_AGAIN_AFTER = timedelta(minutes=5)
_EMAIL, _NAME, _REASON = 254, 200, 400


class UnableToInvite(Refused):
    """The person can't be invited. ``problems`` gives the reasons by field."""


class UnableToChangeInvitation(Refused):
    """The invitation can't be sent, approved, declined or withdrawn now; the message says why."""


def invite_member(
    *,
    actor: Actor,
    program_id: int,
    partner_id: int,
    email: str,
    name: str,
    role: str,
    definition: Definition,
    today: date,
    now: datetime,
) -> Invitation:
    """Invite someone to a partner's team. If the program requires it, the vendor approves before the email is sent.

    The result does not reveal whether the address is registered. The vendor's own invitations need no approval. Raises
    UnableToInvite with problems by field, PermissionDenied for anybody but the main user and the staff.
    """
    staff = actor.kind == "staff"
    require(actor, "team.approve" if staff else "team.manage", program_id=program_id)
    team = definition.admission.team if definition.admission else None
    email, name, problems = _read(email, name)
    if role not in ([known.code for known in team.roles] if team else Member.Role.values):
        problems["role"] = _("Choose one of the roles.")
    if team is None and not staff:
        problems[""] = _("In this program the vendor invites the people of its partners.")
    if problems:
        raise UnableToInvite(problems)
    with transaction.atomic():
        partner = Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=partner_id)
        if partner.ended_on and partner.ended_on <= today:
            raise UnableToInvite({"": _("The partnership has ended: nobody can join its team.")})
        if Member.objects.visible_to(actor).filter(partner=partner, user__email__iexact=email).exists():
            raise UnableToInvite({"email": _("This person is already on the team.")})
        waits = not staff and team is not None and team.approval
        invitation = _invite(actor, Q(partner=partner), partner, email, name, role, waits=waits, now=now)
        note_act(
            actor=actor,
            action="team.approve",
            subject=invitation,
            partner_id=partner.pk,
            now=now,
            summary=sentence(
                "Invited %(person)s to %(partner)s as %(role)s",
                person=email,
                partner=partner.name,
                role=Code("partners.member.role", role),
            ),
        )
    return invitation


def invite_staff(*, actor: Actor, program_id: int, email: str, name: str, role: str, now: datetime) -> Invitation:
    """Invite somebody to the vendor's staff in the program. The email is sent at once.

    Raises UnableToInvite with problems by field, PermissionDenied for anybody but administrators.
    """
    require(actor, "staff.manage", program_id=program_id)
    email, name, problems = _read(email, name)
    if role not in Staff.Role.values:
        problems["role"] = _("Choose one of the roles.")
    if problems:
        raise UnableToInvite(problems)
    with transaction.atomic():
        Program.objects.select_for_update(no_key=True).get(pk=program_id)
        if Staff.objects.filter(program_id=program_id, user__email__iexact=email).exists():
            raise UnableToInvite({"email": _("This person is already on the staff.")})
        invitation = _invite(actor, Q(partner=None), None, email, name, role, waits=False, now=now)
        note_act(
            actor=actor,
            action="staff.manage",
            subject=invitation,
            now=now,
            summary=sentence(
                "Invited %(person)s to the staff as %(role)s", person=email, role=Code("programs.staff.role", role)
            ),
        )
    return invitation


def approve_invitation(*, actor: Actor, invitation: Invitation, today: date, now: datetime) -> Invitation:
    """Approve the new team member and email the link (B24-7.2).

    Raises UnableToChangeInvitation if the invitation is not pending, PermissionDenied for anybody but the staff.
    """
    require(actor, "team.approve", program_id=invitation.program_id)
    with transaction.atomic():
        row = _locked(actor, invitation, State.WAITING)
        if row.partner and row.partner.ended_on and row.partner.ended_on <= today:
            raise UnableToChangeInvitation({"": _("The partnership has ended: nobody can join its team.")})
        row.decided_by_id, row.decided_at = actor.user_id, now
        _decided(row, actor, approved=True, today=today, now=now)
        _send(row, now)
    return row


def decline_invitation(*, actor: Actor, invitation: Invitation, reason: str, today: date, now: datetime) -> Invitation:
    """Decline the new team member. The partner is told the reason; the person is told nothing.

    Raises UnableToChangeInvitation if the invitation is not pending, or the reason is missing or too long.
    """
    require(actor, "team.approve", program_id=invitation.program_id)
    reason = without_odd(reason, lines=True)
    if not reason or len(reason) > _REASON:
        raise UnableToChangeInvitation(
            {"reason": _("Enter a reason of at most %(most)s characters.") % {"most": _REASON}}
        )
    with transaction.atomic():
        row = _locked(actor, invitation, State.WAITING)
        row.decided_by_id, row.decided_at, row.state, row.reason = actor.user_id, now, State.DECLINED, reason
        row.save(update_fields=["decided_by", "decided_at", "state", "reason"])
        _decided(row, actor, approved=False, today=today, now=now)
    return row


def withdraw_invitation(*, actor: Actor, invitation: Invitation, now: datetime) -> Invitation:
    """Withdraw an invitation, which invalidates its link.

    Raises UnableToChangeInvitation if it is no longer open, PermissionDenied for people who may not invite.
    """
    _require_inviting(actor, invitation)
    with transaction.atomic():
        row = _locked(actor, invitation, State.WAITING, State.SENT)
        row.state, row.digest = State.WITHDRAWN, None
        row.save(update_fields=["state", "digest"])
        note_act(
            actor=actor,
            action=_inviting(row, staff=True),
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence("Took back the invitation of %(person)s", person=row.email),
        )
    return row


def resend_invitation(*, actor: Actor, invitation: Invitation, now: datetime) -> Invitation:
    """Send a new link with a new expiry, and invalidate the old one.

    Raises UnableToChangeInvitation if it is no longer open or was sent a moment ago, PermissionDenied for people who
    may not invite.
    """
    _require_inviting(actor, invitation)
    with transaction.atomic():
        row = _locked(actor, invitation, State.SENT)
        if row.expires_at and now < row.expires_at - VALID + SEND_AGAIN_AFTER:
            raise UnableToChangeInvitation({"": _("It was just sent. Give the email a few minutes to arrive.")})
        _send(row, now)
        note_act(
            actor=actor,
            action=_inviting(row, staff=True),
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence("Sent the invitation of %(person)s again", person=row.email),
        )
    return row


def _read(email: str, name: str) -> tuple[str, str, dict[str, str]]:
    """Email and name as stored, and their problems."""
    problems: dict[str, str] = {}
    name = read_into(problems, "name", name)
    try:
        email = account_address(email)
    except Untidy as untidy:
        problems["email"] = str(untidy) if untidy.character else _("Enter the person's email address.")
    if len(email) > _EMAIL:
        problems["email"] = _("This email address is too long.")
    if len(name) > _NAME:
        problems["name"] = _("A name has at most %(most)s characters.") % {"most": _NAME}
    return email, name, problems


def _invite(
    actor: Actor, whose: Q, partner: Partner | None, email: str, name: str, role: str, *, waits: bool, now: datetime
) -> Invitation:
    """Store the invitation, and send it unless it needs approval. Locks the partner or program, so the limits hold."""
    known = Invitation.objects.visible_to(actor).filter(whose)
    if known.filter(email__iexact=email, state__in=(State.WAITING, State.SENT)).exists():
        raise UnableToInvite({"email": _("This person is already invited. See the list of invitations.")})
    if known.filter(invited_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise UnableToInvite({"": _("Too many invitations within a day. Invite more people tomorrow.")})
    fields: dict[str, Any] = {"program_id": actor.program_id, "partner": partner, "invited_by_id": actor.user_id}
    invitation = Invitation.objects.create(
        **fields, email=email, name=name, role=role, state=State.WAITING, invited_at=now
    )
    if not waits:
        _send(invitation, now)
    return invitation


def _send(invitation: Invitation, now: datetime) -> None:
    invitation.state, invitation.expires_at = State.SENT, now + VALID
    invitation.digest = digest_of(secret_of(invitation))
    invitation.save(update_fields=["state", "expires_at", "digest", "decided_by", "decided_at"])
    publish(InvitationSent(invitation.program_id, invitation.pk, now))


def _decided(row: Invitation, actor: Actor, *, approved: bool, today: date, now: datetime) -> None:
    if row.partner_id is None:
        raise UnableToChangeInvitation({"": _("Staff invitations don't need approval.")})
    done = (
        says("Approved the invitation of %(person)s as %(role)s")
        if approved
        else says("Declined the invitation of %(person)s as %(role)s")
    )
    note_act(
        actor=actor,
        action="team.approve",
        subject=row,
        partner_id=row.partner_id,
        now=now,
        summary=sentence(done, person=row.email, role=Code("partners.member.role", row.role)),
        details={"reason": row.reason},
    )
    publish(InvitationDecided(row.program_id, row.partner_id, row.pk, approved, today, now))


def _locked(actor: Actor, invitation: Invitation, *states: str) -> Invitation:
    """The invitation, locked after its partner. Raises UnableToChangeInvitation unless it has one of the statuses."""
    if invitation.partner_id is not None:
        Partner.objects.visible_to(actor).select_for_update(no_key=True).get(pk=invitation.partner_id)
    rows = Invitation.objects.visible_to(actor).select_related("partner")
    row = rows.select_for_update(no_key=True, of=("self",)).get(pk=invitation.pk)
    if row.state not in states:
        said = _("This invitation is %(state)s and can't be changed.")
        raise UnableToChangeInvitation({"": said % {"state": row.get_state_display()}})
    return row


def _inviting(invitation: Invitation, *, staff: bool) -> str:
    """The permission needed for this kind of invitation."""
    if invitation.partner_id is None:
        return "staff.manage"
    return "team.approve" if staff else "team.manage"


def _require_inviting(actor: Actor, invitation: Invitation) -> None:
    require(actor, _inviting(invitation, staff=actor.kind == "staff"), program_id=invitation.program_id)
    if not actor.is_vendor and actor.partner_id != invitation.partner_id:
        raise PermissionDenied("A partner's main user invites to that partner only.")
