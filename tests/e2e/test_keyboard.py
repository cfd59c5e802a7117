"""Flows without a mouse: only Tab, Enter, Space, arrows and typing; the focus is always on something that is seen."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.applicants import applicant
from tests.careers import CLIMB, TODAY, live
from tests.e2e.conftest import HEIGHT, WIDEST
from tests.e2e.inprocess import InProcess
from tests.e2e.looking import FOCUSED
from tests.store import shop

pytestmark = pytest.mark.django_db
MOST = 150  # presses of Tab until what is looked for must have come


class Hands:
    """A person at the keyboard of a page."""

    def __init__(self, window, host, user) -> None:
        self.at = InProcess(window, host, user, moves=True)
        self.page = self.at.page

    def open(self, path: str) -> None:
        self.page.goto(self.at.root + path)

    def reach(self, what: Locator) -> None:
        """Press Tab until it has the focus; every stop on the way is seen."""
        expect(what).to_be_visible()
        for _press in range(MOST):
            if what.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            if (stop := self.page.evaluate(FOCUSED)) is not None:
                assert stop[1] == []
        pytest.fail(f"the Tab key does not reach {what}")

    def press(self, what: Locator, key: str = "Enter") -> None:
        self.reach(what)
        self.page.keyboard.press(key)

    def fill(self, label: str, text: str) -> None:
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        """Type the beginning of an option, as in any select."""
        self.reach(self.page.get_by_label(label))
        self.page.keyboard.type(option)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name)


@pytest.fixture
def hands(browser, site):
    opened = []

    def sit_down(user) -> Hands:
        window = browser.new_context(viewport={"width": WIDEST, "height": HEIGHT})
        opened.append((window, Hands(window, site.host, user)))
        return opened[-1][1]

    yield sit_down
    for window, person in opened:
        assert person.at.told() == []
        window.close()


@pytest.mark.campaign
def test_buying(hands, program, alpha, alice, settings):
    settings.TEST_PAYMENTS = True
    shop.buyer(alpha, country="CY", legal={"registered_name": "Alpha Works Ltd", "legal_address": "1 Main St"})
    person = hands(alice)
    person.open("/dashboard/store/")
    person.press(person.page.get_by_role("link", name=re.compile("^Add .* to the cart")).first)
    person.press(person.button("Add to cart"))
    expect(person.page.locator(".problems")).to_be_focused()
    person.press(person.page.get_by_role("link", name=re.compile("Choose the client's country")))
    person.page.keyboard.type("germ")
    person.page.keyboard.press("Enter")
    person.fill("Account address", "https://acme.bitrix24.de")
    person.open("/dashboard/store/")
    person.press(person.page.get_by_role("link", name=re.compile("^Add .* to the cart")).first)
    person.fill("New client's company", "Acme")
    person.press(person.page.get_by_role("combobox", name="Client's country"), "G")
    person.page.keyboard.type("ermany")
    person.page.keyboard.press("Enter")
    person.fill("Account address", "https://acme.bitrix24.de")
    person.press(person.button("Add to cart"))
    person.press(person.link("Check out"))
    person.press(person.page.get_by_role("radio").first, "Space")
    person.press(person.button("Place order"))
    person.press(person.button("Pay with test money"))
    expect(person.page.get_by_text("Paid").first).to_be_visible()


@pytest.mark.campaign
def test_inviting_a_colleague_after_an_error(hands, program, alpha, alice):
    person = hands(alice)
    person.open("/dashboard/team/")
    person.press(person.button("Invite"))
    expect(person.page.locator(".problems")).to_be_focused()
    person.fill("Email address", "nina@alpha.example")
    person.fill("Name", "Nina")
    person.choose("Role", "Sales")
    person.press(person.button("Invite"))
    expect(person.page.get_by_text("nina@alpha.example").first).to_be_visible()


@pytest.mark.campaign
def test_claiming_points(hands, program, alpha, alice):
    live(alpha, CLIMB)
    person = hands(alice)
    person.open("/dashboard/claims/new/evidence/?evidence=webinar")
    person.fill("Address or title", "CRM in an hour")
    person.fill("Public address", "video.example/crm")
    person.press(person.button("Submit claim"))
    expect(person.page.get_by_text("Claim submitted.")).to_be_visible()


@pytest.mark.campaign
def test_asking_for_help_as_a_visitor(hands, program, site):
    person = hands(None)
    person.open("/request/")
    person.press(person.page.locator("main form button[type=submit]").last)
    expect(person.page.locator(".problems")).to_be_focused()
    person.press(person.page.locator(".problems a").first)
    expect(person.page.locator("main form :focus")).to_be_visible()


@pytest.mark.campaign
def test_a_manager_decides_from_the_queue(hands, program, site, charlie):
    applicant(site).sends(TODAY)
    applicant(
        site, "Gus", company="Gus Ltd", website="https://gus.example", email="a@gus.example", phone="+357 25 654322"
    ).sends(TODAY)
    person = hands(charlie)
    person.open("/admin/partners/application/?queue=review")
    person.press(person.link("Gamma Systems").first)
    expect(person.page.locator(".v-queue")).to_be_visible()
    person.page.keyboard.press("j")
    expect(person.page.get_by_text("Gus Ltd").first).to_be_visible()
    person.page.keyboard.press("k")
    expect(person.page.get_by_text("Gamma Systems").first).to_be_visible()
    person.page.keyboard.press("a")
    expect(person.page.get_by_text("Approved. We emailed")).to_be_visible()


def test_menus_of_the_admin(hands, program, alpha, charlie):
    person = hands(charlie)
    person.open("/admin/partners/partner/")
    page = person.page
    page.keyboard.press("Tab")
    expect(person.link("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    filters = page.get_by_role("button", name="Filters", exact=True)
    person.press(filters, "Space")
    expect(page.locator("#changelist-filter :focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(filters).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("#search-input-command")).to_be_focused()
    page.keyboard.press("Escape")
    expect(filters).to_be_focused()
    account = page.get_by_role("button", name=re.compile("^Account"))
    person.open("/admin/")
    expect(page.get_by_role("button", name="Menu", exact=True)).to_have_count(1)
    expect(page.get_by_role("button", name="Close", exact=True)).to_have_count(0)
    person.press(account)
    expect(account).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("button", name="Light")).to_be_focused()
    page.keyboard.press("Escape")
    expect(account).to_be_focused()
