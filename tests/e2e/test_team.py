"""A team in a browser: invite, approve, join by link, switch partners, API tokens; with and without JavaScript."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from common.tenancy import bind
from notices import wakeup
from notices.models import Mail
from partners.models import Member, Partner
from tests.cast import hire, join
from tests.e2e.conftest import PASSWORD, Visitor
from tests.notices.post import secret_link


@pytest.fixture
def mona(network):
    return hire(network, "Mona", "administrator")


@pytest.fixture
def alpha(network):
    """Alpha, with a member to edit and a second partner for Alice."""
    with bind(network.pk):
        alpha, gamma = (Partner.objects.get(code=code) for code in ("alpha", "gamma"))
        alice = Member.objects.get(partner=alpha).user
        Member.objects.create(program=network, partner=gamma, user=alice, role="sales")
    join(alpha, "Georgios-Konstantinos", "sales")
    return alpha


@pytest.mark.parametrize(("width", "scheme", "javascript"), [(1440, "light", True), (390, "dark", False)])
def test_employee_joins_the_team(visitor, mona, alpha, network, monkeypatch, width, scheme, javascript):
    monkeypatch.setattr(wakeup, "knock", lambda: None)  # the email stays in the outbox, where the test reads its link
    alice = visitor(width=width, scheme=scheme, javascript=javascript)
    alice.sign_in()
    look = Visitor.look if javascript else lambda window, picture: None  # axe itself is a script
    page = alice.open("/dashboard/team/")
    page.get_by_label("Email address").fill("nina@alpha.example")
    page.get_by_label("Name").fill("Nina")
    page.get_by_label("Role").select_option("sales")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("needs the program's approval")).to_be_visible()
    look(alice, "team")

    manager = visitor(width=width, scheme=scheme)
    manager.sign_in(mona.email, to="/admin/")
    desk = manager.open("/admin/partners/invitation/?state=waiting")
    manager.look("admin-invitations")
    desk.get_by_role("link", name="nina@alpha.example").click()
    manager.look("admin-invitation")
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("Approved. The invitation to nina@alpha.example was sent.")).to_be_visible()

    with bind(network.pk):
        link = secret_link(Mail.objects.get(to="nina@alpha.example"))
    nina = visitor(width=width, scheme=scheme, javascript=javascript)
    nina.open(link)
    look(nina, "invitation")
    nina.page.get_by_label("Password", exact=True).fill(PASSWORD)
    nina.page.get_by_label("Repeat the password").fill(PASSWORD)
    nina.page.get_by_role("button", name="Create account and join").click()
    expect(nina.page.get_by_text("joined the team of Alpha Works")).to_be_visible()

    alice.open("/dashboard/team/")
    page.get_by_role("link", name="Change Nina").click()
    look(alice, "team-member")
    page.get_by_label("Role").select_option("readonly")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Change Nina").click()
    page.get_by_text("Remove Nina from your team").click()
    page.get_by_role("button", name="Remove from the team").click()
    expect(page.get_by_text("nina@alpha.example is no longer on the team.")).to_be_visible()
    nina.open("/dashboard/")
    expect(nina.page.get_by_role("heading", name="You aren't on a partner's team")).to_be_visible()


def test_switch_between_partners(visitor, alpha):
    cache.clear()
    alice = visitor()
    alice.sign_in()
    alice.page.get_by_text("Switch", exact=True).click()
    alice.look_everywhere("switch")
    alice.page.get_by_role("button", name="Gamma Start").click()
    expect(alice.page.locator(".whose__name")).to_have_text("Gamma Start")


def test_a_token_is_shown_once_and_revoked(visitor, alpha):
    alice = visitor()
    alice.sign_in()
    page = alice.open("/dashboard/tokens/")
    alice.look_everywhere("tokens-none")
    page.get_by_label("Name").fill("Our shop")
    page.get_by_label("see your points and how they changed").check()
    page.get_by_role("button", name="Create token").click()
    secret = page.locator("code.secret").inner_text()
    assert secret.startswith("ech_")
    alice.look_everywhere("tokens-made")
    alice.open("/dashboard/tokens/")
    assert secret not in page.content()
    page.get_by_text("Revoke", exact=True).click()
    page.get_by_role("button", name="Revoke Our shop for good").click()
    expect(page.get_by_text("The token Our shop is revoked.")).to_be_visible()
    alice.look_everywhere("tokens-revoked")


def test_administrator_pages(visitor, mona, alpha):
    desk = visitor()
    desk.sign_in(mona.email, to="/admin/")
    for picture, path in {
        "admin-staff": "/admin/programs/staff/",
        "admin-staff-invite": "/admin/programs/staff/invite/",
        "admin-members": "/admin/partners/member/",
        "admin-tokens": "/admin/partners/apitoken/",
        "admin-token-make": "/admin/partners/apitoken/make/",
    }.items():
        desk.open(path)
        desk.look_everywhere(picture)
