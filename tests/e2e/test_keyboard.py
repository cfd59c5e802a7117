"""Flows of visitors, partners and managers without a mouse, and the menus of the admin (tests/e2e/hands.py)."""

import re

import pytest
from playwright.sync_api import expect

from tests.applicants import applicant
from tests.careers import CLIMB, TODAY, live
from tests.store import shop

pytestmark = pytest.mark.django_db


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
    person.look_up("Client's country", "Germany")
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
    person.fill("Web address", "video.example/crm")
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
    expect(person.button("Approve")).to_be_focused()
    person.page.keyboard.press("Enter")
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
