"""A manager's flows without a mouse: recording a sale, saved views, many rows at once, the palette."""

import re

import pytest
from playwright.sync_api import expect

from common.tenancy import bind
from tests.careers import CLIMB, live
from tests.claims import claimed

pytestmark = pytest.mark.django_db
PARTNERS, CLAIMS = "/admin/partners/partner/", "/admin/activities/claim/"


@pytest.mark.campaign
def test_a_sale_is_recorded_once_its_effect_is_seen(hands, program, alpha, charlie):
    live(alpha, CLIMB)
    person = hands(charlie)
    page = person.page
    person.open(f"{PARTNERS}{alpha.pk}/change/")
    person.press(person.link("Record a sale"))
    person.fill("Client", "Client Nine")
    person.press(person.button("Show the effect"))
    person.mend(page.get_by_label("Amount (EUR)"))
    page.keyboard.type("500")
    page.keyboard.press("Enter")
    person.is_at(page.get_by_role("status").filter(has_text="This is what changes when you record it:"))
    person.is_told("+50")
    expect(page.get_by_label("Client", exact=True)).to_have_value("Client Nine")
    person.press(person.button("Record"))
    person.is_told("Recorded.")
    assert page.url.endswith(f"{PARTNERS}{alpha.pk}/change/")


@pytest.mark.campaign
def test_a_view_is_saved_chosen_and_removed(hands, program, alpha, charlie):
    person = hands(charlie)
    page = person.page
    person.open(f"{PARTNERS}?country=CY")
    person.press(person.link("Save view"))
    person.press(person.button("Save"))
    person.mend(page.get_by_label("Name"))
    page.keyboard.type("In Cyprus")
    page.keyboard.press("Enter")
    person.is_told("Saved. The view is offered above the list.")
    person.open(PARTNERS)
    person.press(page.get_by_role("navigation", name="Saved views").get_by_role("link", name="In Cyprus"))
    page.wait_for_url("**country=CY")
    person.press(page.locator("#nav-sidebar").get_by_role("link", name="Saved views"))
    person.press(page.locator("#result_list").get_by_role("link", name="Remove"))
    person.press(person.button("Remove"))
    person.is_told("Removed.")
    person.open(PARTNERS)
    expect(page.get_by_role("link", name="In Cyprus")).to_have_count(0)


@pytest.mark.campaign
def test_many_claims_are_declined_at_once(hands, program, alpha, alice, charlie):
    with bind(program.pk):
        for _ in range(2):
            claimed(alpha, alice)
    person = hands(charlie)
    page = person.page
    person.open(CLAIMS)
    for box in page.locator("[name=_selected_action]").all():
        person.press(box, "Space")
        expect(box).to_be_checked()
    person.reach(page.locator("select[name=action]"))
    page.keyboard.type("Decline")
    person.press(person.button("Run"))
    person.is_told("Claims: 2")
    person.press(person.button("Decline"))
    person.mend(page.get_by_label("Reason"))
    page.keyboard.type("Not a project of yours.")
    person.press(person.button("Decline"))
    person.is_told("Done: 2 of 2")
    expect(page.get_by_role("table").get_by_text("Done")).to_have_count(2)
    person.press(person.link("Back to the list"))
    page.wait_for_url(f"**{CLAIMS}")


@pytest.mark.campaign
def test_the_palette_opens_a_partner(hands, program, alpha, beta, charlie):
    person = hands(charlie)
    page = person.page
    person.open("/admin/")
    page.keyboard.press("Control+k")
    person.is_at(page.locator("#search-input-command"))
    page.keyboard.type("beta")
    expect(page.locator("#command-results-list a", has_text="Beta Labs")).to_be_visible()
    page.keyboard.press("Tab")
    person.is_at(page.locator("#search-input-command"))  # the page behind it can't be reached
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"{PARTNERS}{beta.pk}/change/"))
    expect(page.get_by_role("heading", name="Beta Labs").first).to_be_visible()
