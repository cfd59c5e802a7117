"""Invitations, members, staff and tokens in the admin: actions and who may use them."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from common.tenancy import bind
from notices.models import Mail
from partners.models import ApiToken, Invitation, Member
from partners.team.queries import waiting_invitations
from partners.tokens.operations import authenticate_token
from programs.models import Staff
from tests import cast
from tests.careers import NOON

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

INVITATIONS, MEMBERS = "/admin/partners/invitation/", "/admin/partners/member/"
STAFF, TOKENS = "/admin/programs/staff/", "/admin/partners/apitoken/"


@pytest.fixture
def chief(visit, program):
    """A browser signed in as the administrator."""
    return visit(cast.hire(program, "Ada", Staff.Role.ADMINISTRATOR))


@pytest.fixture
def waiting(program, alpha, alice):
    """Two people that Alpha invited, the second one earlier."""
    with bind(program.pk):
        own = {"program": program, "partner": alpha, "role": "sales", "state": "waiting", "invited_by": alice}
        late = Invitation.objects.create(**own, email="late@alpha.example", invited_at=NOON)
        early = Invitation.objects.create(**own, email="early@alpha.example", invited_at=NOON - timedelta(days=3))
    return late, early


def state(row):
    with bind(row.program_id):
        return Invitation.objects.get(pk=row.pk).state


def listed(browser, address):
    return [row.email for row in browser.get(address).context["cl"].result_list]


@pytest.mark.rule("B24-7.2")
def test_the_queue_shows_the_oldest_first(desk, waiting, program, charlie):
    assert listed(desk, f"{INVITATIONS}?state=waiting") == ["early@alpha.example", "late@alpha.example"]
    assert listed(desk, f"{INVITATIONS}?state=sent") == []
    with bind(program.pk):
        assert [row.email for row in waiting_invitations(cast.staff_actor(program, charlie))] == [
            "early@alpha.example",
            "late@alpha.example",
        ]


@pytest.mark.rule("B24-7.2")
def test_one_click_approves(desk, waiting, program, charlie):
    row, _other = waiting
    page = desk.get(f"{INVITATIONS}{row.pk}/change/").content.decode()
    assert f'action="{INVITATIONS}{row.pk}/approve/"' in page
    assert desk.post(f"{INVITATIONS}{row.pk}/approve/").status_code == 302
    assert state(row) == "sent"
    with bind(program.pk):
        assert Mail.objects.get().to == "late@alpha.example"
        entry = AuditEntry.objects.get()
    assert (entry.user_id, entry.action) == (charlie.pk, "team.approve")
    assert "Approved the invitation" in entry.summary
    again = desk.post(f"{INVITATIONS}{row.pk}/approve/")
    assert "be changed" in again.content.decode()


def test_declining_needs_a_reason(desk, waiting):
    row, _other = waiting
    address = f"{INVITATIONS}{row.pk}/decline/"
    assert desk.post(address, {"reason": " "}).status_code == 200
    assert state(row) == "waiting"
    assert desk.post(address, {"reason": "Unknown person"}).status_code == 302
    assert state(row) == "declined"


def test_only_possible_actions_are_offered(desk, waiting):
    row, _other = waiting
    page = f"{INVITATIONS}{row.pk}/change/"
    assert "Reverse" in desk.get(page).content.decode()
    desk.post(f"{INVITATIONS}{row.pk}/withdraw/")
    assert state(row) == "withdrawn"
    assert "Reverse" not in desk.get(page).content.decode()


def test_the_vendor_invites_a_partners_first_person(desk, alpha, program):
    address = f"{INVITATIONS}invite/"
    form = {"partner": "alpha", "email": "first@alpha.example", "name": "", "role": "main"}
    assert "No partner of this program" in desk.post(address, {**form, "partner": "nobody"}).content.decode()
    assert desk.post(address, {**form, "partner": "\0"}).status_code == 200
    assert desk.post(address, form).status_code == 302
    with bind(program.pk):
        assert Invitation.objects.get().state == "sent"


def test_an_invitation_can_be_sent_again(desk, waiting, program):
    row, _other = waiting
    desk.post(f"{INVITATIONS}{row.pk}/approve/")
    with bind(program.pk):
        Invitation.objects.filter(pk=row.pk).update(expires_at=NOON)
    assert desk.post(f"{INVITATIONS}{row.pk}/resend/").status_code == 302
    with bind(program.pk):
        assert Invitation.objects.get(pk=row.pk).expires_at == NOON + timedelta(days=14)


def test_only_administrators_see_staff_invitations(desk, chief, program):
    assert (
        chief.post(f"{STAFF}invite/", {"email": "n@v.example", "name": "", "role": "administrator"}).status_code == 302
    )
    with bind(program.pk):
        row = Invitation.objects.get()
    assert listed(chief, f"{INVITATIONS}?to=staff") == ["n@v.example"]
    assert listed(desk, INVITATIONS) == []
    assert desk.post(f"{INVITATIONS}{row.pk}/withdraw/").status_code == 404
    assert chief.post(f"{INVITATIONS}{row.pk}/withdraw/").status_code == 302


def test_staff_can_change_and_remove_members(desk, alpha, alice, rita, program):
    with bind(program.pk):
        his, hers = Member.objects.get(user=alice), Member.objects.get(user=rita)
    assert desk.post(f"{MEMBERS}{his.pk}/role/", {"role": "sales"}).status_code == 200
    assert desk.post(f"{MEMBERS}{hers.pk}/role/", {"role": "main"}).status_code == 302
    assert desk.post(f"{MEMBERS}{his.pk}/remove/").status_code == 302
    with bind(program.pk):
        assert list(Member.objects.values_list("user__name", "role")) == [("Rita", "main")]


def test_administrators_manage_staff(chief, visit, program, charlie):
    assert {row.user.email for row in chief.get(STAFF).context["cl"].result_list} == {
        "ada@bitrix24.example",
        "charlie@bitrix24.example",
    }
    with bind(program.pk):
        row, own = Staff.objects.get(user=charlie), Staff.objects.get(user__name="Ada")
    assert "only program administrator" in chief.post(f"{STAFF}{own.pk}/remove/").content.decode()
    assert "only program administrator" in chief.post(f"{STAFF}{own.pk}/role/", {"role": "manager"}).content.decode()
    his = visit(charlie)
    assert his.get(STAFF).status_code == 403
    chief.post(f"{STAFF}{row.pk}/role/", {"role": "administrator"})
    assert his.get(STAFF).status_code == 200
    chief.post(f"{STAFF}{row.pk}/remove/")
    assert his.get("/admin/").status_code == 403


def test_partner_managers_cannot_open_administrator_pages(desk, program, charlie, climbed):
    with bind(program.pk):
        row = Staff.objects.get(user=charlie)
    for address in (STAFF, TOKENS, f"{STAFF}{row.pk}/change/"):
        assert desk.get(address).status_code == 403
    for address in (f"{STAFF}invite/", f"{STAFF}{row.pk}/role/", f"{STAFF}{row.pk}/remove/", f"{TOKENS}make/"):
        assert desk.get(address).status_code == 403
        assert desk.post(address, {"role": "administrator"}).status_code == 403
    menu = desk.get("/admin/").content.decode()
    assert STAFF not in menu
    assert TOKENS not in menu


def test_a_vendor_token_is_created_shown_once_and_revoked(chief, program):
    assert STAFF in chief.get("/admin/").content.decode()
    wrong = chief.post(f"{TOKENS}make/", {"name": "Reports", "scopes": ["points:read"], "expires_on": "1999-01-01"})
    assert wrong.status_code == 200
    answer = chief.post(f"{TOKENS}make/", {"name": "Reports", "scopes": ["partners:read"], "expires_on": ""})
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    with bind(program.pk):
        token = ApiToken.objects.get()
    assert secret not in chief.get(TOKENS).content.decode() + chief.get(f"{TOKENS}{token.pk}/change/").content.decode()
    assert authenticate_token(program_id=program.pk, secret=secret, now=NOON)
    chief.post(f"{TOKENS}{token.pk}/revoke/")
    assert authenticate_token(program_id=program.pk, secret=secret, now=NOON) is None
