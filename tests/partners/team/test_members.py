"""Team roles and leaving: there is always a main user, and access ends at once (B24-7.2)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from common.tenancy import bind
from notices.models import Mail, Notice
from partners.models import ApiToken, Invitation, Member, Partner
from partners.team.operations.members import UnableToChangeTeam, change_role, leave_team, remove_member
from partners.tokens.operations import authenticate_token, create_token
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)


def member_of(partner, user):
    with bind(partner.program_id):
        return Member.objects.get(partner=partner, user=user)


def roles(partner):
    with bind(partner.program_id):
        return dict(Member.objects.filter(partner=partner).values_list("user__name", "role"))


def act(actor, operation, **fields):
    with bind(actor.program_id, actor.partner_id or 0):
        return operation(actor=actor, now=NOW, **fields)


@pytest.fixture
def main(alpha, alice):
    return cast.partner_actor(alpha, alice)


@pytest.mark.rule("B24-7.2")
def test_the_main_user_can_change_roles(main, alpha, rita):
    act(main, change_role, member=member_of(alpha, rita), role="manager")
    assert roles(alpha) == {"Alice": "main", "Rita": "manager"}


def test_an_unknown_role_is_refused(main, alpha, rita):
    with pytest.raises(UnableToChangeTeam):
        act(main, change_role, member=member_of(alpha, rita), role="manager", roles=["main", "readonly"])
    with pytest.raises(UnableToChangeTeam):
        act(main, change_role, member=member_of(alpha, rita), role="\0")
    assert roles(alpha)["Rita"] == "readonly"


def test_the_last_main_user_cannot_be_demoted_or_leave(main, alpha, alice, rita):
    own = member_of(alpha, alice)
    for operation, fields in (
        (change_role, {"member": own, "role": "sales"}),
        (remove_member, {"member": own, "today": TODAY}),
        (leave_team, {"today": TODAY}),
    ):
        with pytest.raises(UnableToChangeTeam):
            act(main, operation, **fields)
    assert roles(alpha) == {"Alice": "main", "Rita": "readonly"}


def test_a_main_user_can_leave_if_there_is_another(main, alpha, rita):
    act(main, change_role, member=member_of(alpha, rita), role="main")
    act(main, leave_team, today=TODAY)
    assert roles(alpha) == {"Rita": "main"}


def test_a_removed_member_loses_tokens_and_invitations_for_good(main, alpha, rita, program):
    rita_main = cast.partner_actor(alpha, rita)
    with bind(program.pk):
        _token, secret = create_token(actor=rita_main, program_id=program.pk, name="x", scopes=["points:read"], now=NOW)
        own = {"program": program, "partner": alpha, "role": "sales", "invited_at": NOW}
        Invitation.objects.create(**own, email="friend@rita.example", state="sent", digest="d", invited_by=rita)
    act(main, remove_member, member=member_of(alpha, rita), today=TODAY)
    with bind(program.pk):
        assert Invitation.objects.get().state == "withdrawn"
        assert ApiToken.objects.get().revoked_at == NOW
        Member.objects.create(program=program, partner=alpha, user=rita, role="main")  # the member joins again later
    assert authenticate_token(program_id=program.pk, secret=secret, now=NOW) is None


def test_a_token_for_another_partner_stays_valid(main, alpha, beta, rita, program):
    with bind(program.pk):
        Member.objects.create(program=program, partner=beta, user=rita, role="main")
        elsewhere = cast.partner_actor(beta, rita)
        _token, secret = create_token(actor=elsewhere, program_id=program.pk, name="x", scopes=["points:read"], now=NOW)
    act(main, remove_member, member=member_of(alpha, rita), today=TODAY)
    assert authenticate_token(program_id=program.pk, secret=secret, now=NOW)


def test_the_removed_member_and_the_partner_are_told(main, alpha, rita, program):
    act(main, remove_member, member=member_of(alpha, rita), today=TODAY)
    with bind(program.pk):
        assert [mail.to for mail in Mail.objects.all()] == [rita.email]
        assert rita.email in Notice.objects.get(partner=alpha).subject


def test_people_who_leave_get_no_email_about_it(alpha, alice, rita, program):
    act(cast.partner_actor(alpha, rita, "readonly"), leave_team, today=TODAY)
    with bind(program.pk):
        assert not Mail.objects.exists()
        assert "left" in Notice.objects.get(partner=alpha).body
    assert roles(alpha) == {"Alice": "main"}


@pytest.mark.parametrize("role", ["manager", "sales", "readonly", "former", "blocked"])
def test_only_the_main_user_can_change_the_team(alpha, alice, rita, role):
    actor, row = cast.partner_actor(alpha, alice, role), member_of(alpha, rita)
    with pytest.raises(PermissionDenied):
        act(actor, change_role, member=row, role="main")
    with pytest.raises(PermissionDenied):
        act(actor, remove_member, member=row, today=TODAY)


@pytest.mark.parametrize("role", ["former", "blocked"])
def test_a_blocked_member_cannot_leave(alpha, alice, role):
    with pytest.raises(PermissionDenied):
        act(cast.partner_actor(alpha, alice, role), leave_team, today=TODAY)


def test_a_member_of_another_partner_is_not_found(main, beta, bob):
    with pytest.raises(Partner.DoesNotExist), bind(main.program_id):
        change_role(actor=main, member=member_of(beta, bob), role="readonly", now=NOW)
    assert roles(beta) == {"Bob": "main"}


def test_changing_a_member_who_has_left_says_so(main, alpha, rita):
    row = member_of(alpha, rita)
    act(main, remove_member, member=row, today=TODAY)
    for operation, fields in ((change_role, {"role": "main"}), (remove_member, {"today": TODAY})):
        with pytest.raises(UnableToChangeTeam):
            act(main, operation, member=row, **fields)


def test_team_changes_by_the_vendor_are_logged(program, charlie, alpha, alice, rita):
    manager = cast.staff_actor(program, charlie)
    act(manager, change_role, member=member_of(alpha, rita), role="main")
    act(manager, remove_member, member=member_of(alpha, alice), today=TODAY)
    with bind(program.pk):
        acts = [(entry.action, entry.partner_id) for entry in AuditEntry.objects.all()]
    assert acts == [("team.approve", alpha.pk)] * 2
    assert roles(alpha) == {"Rita": "main"}
