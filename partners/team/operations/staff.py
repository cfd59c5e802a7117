"""The vendor's own people in a program: which role, and how they leave. Inviting them is in invitations.py."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.models import User
from accounts.permissions import require
from common.actor import Actor
from common.refusals import Refused
from common.tenancy import bind
from partners.models import ApiToken, Invitation
from partners.team.operations.invitations import UnableToInvite, invite_staff
from programs.models import Program, Staff

__all__ = ["UnableToChangeStaff", "UnableToInvite", "change_staff_role", "invite_staff", "remove_staff"]


class UnableToChangeStaff(Refused):
    """The staff cannot be changed so; the message says why."""


def change_staff_role(*, actor: Actor, staff: Staff, role: str, now: datetime) -> Staff:
    """Make somebody partner manager or program administrator; it holds from the person's next request.

    Raises UnableToChangeStaff when the program would have no administrator, PermissionDenied for others than one.
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
            summary=f"Made {row.user.email} {role} instead of {before}",
        )
    return row


def remove_staff(*, actor: Actor, staff: Staff, now: datetime) -> None:
    """End somebody's work for the vendor: the admin, and the person's vendor tokens, with the next request.

    What the person invited others to and nobody has answered yet is taken back. Raises UnableToChangeStaff for the last
    administrator, PermissionDenied for others than an administrator.
    """
    require(actor, "staff.manage", program_id=staff.program_id)
    with transaction.atomic():
        row = _locked(staff)
        _keep_an_administrator(row)
        note_act(
            actor=actor, action="staff.manage", subject=row, now=now, summary=f"Took {row.user.email} out of the staff"
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
    """The row, locked after its program: whoever changes the same staff waits, so that administrators are counted."""
    _lock_staff(staff.program_id)
    rows = Staff.objects.filter(program_id=staff.program_id).select_related("user")
    row = rows.select_for_update(no_key=True, of=("self",)).filter(pk=staff.pk).first()
    if row is None:
        raise UnableToChangeStaff({"": _("This person works for the program no more.")})
    return row


def _lock_staff(program_id: int) -> None:
    Program.objects.select_for_update(no_key=True).get(pk=program_id)


def _keep_an_administrator(row: Staff) -> None:
    """A program that has an administrator keeps one; its row is locked."""
    others = Staff.objects.filter(program_id=row.program_id, role=Staff.Role.ADMINISTRATOR).exclude(pk=row.pk)
    if row.role == Staff.Role.ADMINISTRATOR and not others.exists():
        raise UnableToChangeStaff({"role": _("This is the only program administrator. Make somebody else one first.")})


def _works_elsewhere(user: User, program_id: int) -> bool:
    """Whether the person works for another program, each of which shows its staff only to those bound to it."""
    for other in Program.objects.exclude(pk=program_id).order_by("pk").values_list("pk", flat=True):
        with bind(other):
            if Staff.objects.filter(program_id=other, user=user).exists():
                return True
    return False
