"""The vendor's staff in a program: changing roles and removing people. Inviting is in invitations.py."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.models import User
from accounts.permissions import require
from accounts.sentences import Code, sentence
from common.actor import Actor
from common.refusals import Refused
from common.tenancy import bind
from partners.models import ApiToken, Invitation
from partners.team.operations.invitations import UnableToInvite, invite_staff
from programs.models import Program, Staff

__all__ = ["UnableToChangeStaff", "UnableToInvite", "change_staff_role", "invite_staff", "remove_staff"]


class UnableToChangeStaff(Refused):
    """The staff can't be changed this way; the message says why."""


def change_staff_role(*, actor: Actor, staff: Staff, role: str, now: datetime) -> Staff:
    """Make somebody partner manager or program administrator. It applies from the person's next request.

    Raises UnableToChangeStaff if no administrator would be left, PermissionDenied for anybody but administrators.
    """
    require(actor, "staff.manage", program_id=staff.program_id)
    if role not in Staff.Role.values:
        raise UnableToChangeStaff({"role": _("Choose one of the roles.")})
    with transaction.atomic():
        row = _locked(staff)
        if role == row.role:
            return row
        _keep_an_administrator(row)
        before, row.role = row.role, role
        row.save(update_fields=["role"])
        note_act(
            actor=actor,
            action="staff.manage",
            subject=row,
            now=now,
            summary=sentence(
                "Made %(person)s %(role)s instead of %(before)s",
                person=row.user.email,
                role=Code("programs.staff.role", role),
                before=Code("programs.staff.role", before),
            ),
        )
    return row


def remove_staff(*, actor: Actor, staff: Staff, now: datetime) -> None:
    """Remove somebody from the staff. Their admin access and vendor tokens end with the next request.

    Their unanswered invitations to others are withdrawn. Raises UnableToChangeStaff for the last administrator,
    PermissionDenied for anybody but administrators.
    """
    require(actor, "staff.manage", program_id=staff.program_id)
    with transaction.atomic():
        row = _locked(staff)
        _keep_an_administrator(row)
        note_act(
            actor=actor,
            action="staff.manage",
            subject=row,
            now=now,
            summary=sentence("Took %(person)s out of the staff", person=row.user.email),
        )
        open_ones = Invitation.objects.filter(
            program_id=row.program_id, partner=None, invited_by=row.user_id, state=Invitation.State.SENT
        )
        open_ones.update(state=Invitation.State.WITHDRAWN, digest=None)
        ApiToken.objects.filter(program_id=row.program_id, partner=None, user=row.user_id, revoked_at=None).update(
            revoked_at=now
        )
        user, program_id = row.user, row.program_id
        row.delete()
        if not user.is_superuser and not _works_elsewhere(user, program_id):
            User.objects.filter(pk=user.pk).update(is_staff=False)


def _locked(staff: Staff) -> Staff:
    """The row, locked after its program. Concurrent changes wait, so the count of administrators is right."""
    _lock_staff(staff.program_id)
    rows = Staff.objects.filter(program_id=staff.program_id).select_related("user")
    row = rows.select_for_update(no_key=True, of=("self",)).filter(pk=staff.pk).first()
    if row is None:
        raise UnableToChangeStaff({"": _("This person is no longer on the staff.")})
    return row


def _lock_staff(program_id: int) -> None:
    Program.objects.select_for_update(no_key=True).get(pk=program_id)


def _keep_an_administrator(row: Staff) -> None:
    """Refuse to remove the last administrator. The program's row must be locked."""
    others = Staff.objects.filter(program_id=row.program_id, role=Staff.Role.ADMINISTRATOR).exclude(pk=row.pk)
    if row.role == Staff.Role.ADMINISTRATOR and not others.exists():
        raise UnableToChangeStaff({"role": _("This is the only program administrator. Make someone else one first.")})


def _works_elsewhere(user: User, program_id: int) -> bool:
    """Whether the person works for another program. Each program shows its staff only to people bound to it."""
    for other in Program.objects.exclude(pk=program_id).order_by("pk").values_list("pk", flat=True):
        with bind(other):
            if Staff.objects.filter(program_id=other, user=user).exists():
                return True
    return False
