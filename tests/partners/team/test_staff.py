"""Vendor staff: roles, removal, and the rule that one administrator remains."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from common.tenancy import bind
from partners.models import ApiToken, Invitation
from partners.team.operations.staff import UnableToChangeStaff, change_staff_role, remove_staff
from partners.tokens.operations import create_token
from programs.models import Staff
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADMINISTRATOR = Staff.Role.ADMINISTRATOR


@pytest.fixture
def ada(program):
    return cast.hire(program, "Ada", ADMINISTRATOR)


@pytest.fixture
def chief(program, ada):
    return cast.staff_actor(program, ada, ADMINISTRATOR)


def row(program, user):
    with bind(program.pk):
        return Staff.objects.get(program=program, user=user)


def roles(program):
    with bind(program.pk):
        return dict(Staff.objects.filter(program=program).values_list("user__name", "role"))


def act(actor, operation, staff, **fields):
    with bind(actor.program_id):
        return operation(actor=actor, staff=staff, now=NOW, **fields)


def test_an_administrator_can_change_roles(chief, program, charlie):
    act(chief, change_staff_role, row(program, charlie), role=ADMINISTRATOR)
    assert roles(program) == {"Ada": ADMINISTRATOR, "Charlie": ADMINISTRATOR}
    with bind(program.pk):
        assert AuditEntry.objects.get().action == "staff.manage"


def test_the_last_administrator_cannot_be_demoted(chief, program, ada, charlie):
    with pytest.raises(UnableToChangeStaff):
        act(chief, change_staff_role, row(program, ada), role="manager")
    with pytest.raises(UnableToChangeStaff):
        act(chief, remove_staff, row(program, ada))
    assert roles(program)["Ada"] == ADMINISTRATOR


def test_removed_staff_lose_admin_access_tokens_and_invitations(chief, program, charlie):
    second = cast.staff_actor(program, charlie, ADMINISTRATOR)
    with bind(program.pk):
        create_token(actor=second, program_id=program.pk, name="x", scopes=["partners:read"], now=NOW)
        Invitation.objects.create(
            program=program,
            email="friend@charlie.example",
            role=ADMINISTRATOR,
            state="sent",
            digest="d",
            invited_by=charlie,
            invited_at=NOW,
        )
    act(chief, remove_staff, row(program, charlie))
    charlie.refresh_from_db()
    with bind(program.pk):
        assert ApiToken.objects.get().revoked_at == NOW
        assert Invitation.objects.get().state == "withdrawn"
    assert not charlie.is_staff
    assert roles(program) == {"Ada": ADMINISTRATOR}


def test_staff_of_another_program_keep_the_staff_flag(chief, program, other_program, charlie):
    with bind(other_program.pk):
        Staff.objects.create(program=other_program, user=charlie, role="manager")
    act(chief, remove_staff, row(program, charlie))
    charlie.refresh_from_db()
    assert charlie.is_staff


def test_a_manager_cannot_change_anybody(program, charlie, ada):
    manager = cast.staff_actor(program, charlie)
    for operation, fields in ((change_staff_role, {"role": "manager"}), (remove_staff, {})):
        with pytest.raises(PermissionDenied):
            act(manager, operation, row(program, ada), **fields)


def test_an_administrator_of_another_program_cannot_change_anybody(program, charlie, other_program, erin):
    stranger = cast.staff_actor(other_program, erin, ADMINISTRATOR)
    with pytest.raises(PermissionDenied), bind(program.pk):
        remove_staff(actor=stranger, staff=Staff.objects.get(user=charlie), now=NOW)


def test_changing_a_person_who_has_left_says_so(chief, program, charlie):
    staff = row(program, charlie)
    act(chief, remove_staff, staff)
    with pytest.raises(UnableToChangeStaff):
        act(chief, change_staff_role, staff, role=ADMINISTRATOR)


def test_an_unknown_role_is_refused(chief, program, charlie):
    with pytest.raises(UnableToChangeStaff):
        act(chief, change_staff_role, row(program, charlie), role="main")
