"""One client's request: sent from the public form, followed by its private link, rated, closed and erased."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from common.tenancy import bind
from leads.models import LeadRequest
from notices import wakeup
from partners.models import Member, Partner
from tests.e2e.conftest import search_box
from tests.leads.network import pass_course, promote
from tests.leads.test_stories import secret_of

NEED = "We need help with our telephony."


@pytest.fixture
def alpha(network):
    """Alpha, which may take requests from the board."""
    with bind(network.pk):
        alpha = Partner.objects.get(code="alpha")
        alice = Member.objects.get(partner=alpha).user
    promote(alpha)
    pass_course(alpha, alice)
    return alpha


def test_a_client_asks_follows_rates_closes_and_erases(visitor, alpha, network, monkeypatch):
    monkeypatch.setattr(wakeup, "knock", lambda: None)  # the email stays in the outbox, where the test reads its link
    clara = visitor(width=390)
    page = clara.open("/request/")
    page.get_by_label("What is it about?").select_option("Telephony")
    page.get_by_label("Name", exact=True).fill("Clara Client")
    page.get_by_label("Email").fill("clara")
    search_box(page, "Country").fill("zypern")
    page.keyboard.press("Enter")
    page.get_by_label("What do you need?").fill(NEED)
    page.locator("[name=consent]").check()
    page.get_by_role("button", name="Send request").click()
    page.locator(".problems").get_by_role("link", name="Email").click()
    expect(page.get_by_label("Email")).to_be_focused()
    page.get_by_label("Email").fill("clara@client.example")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", name="Request sent")).to_be_visible()

    with bind(network.pk):
        lead = LeadRequest.objects.get()
    link = f"/request/follow/{secret_of(network, lead)}/"
    clara.open(link)
    expect(page.get_by_text("No partner has taken your request yet")).to_be_visible()

    alice = visitor()
    alice.sign_in(to="/dashboard/leads/board/")
    desk = alice.page
    expect(desk.get_by_text(NEED)).to_be_visible()
    expect(desk.get_by_text("Clara Client")).to_have_count(0)
    desk.get_by_role("button", name="Reserve").click()
    expect(desk.get_by_text("clara@client.example")).to_be_visible()

    clara.open(link)
    expect(page.get_by_role("heading", name="Alpha Works")).to_be_visible()
    expect(page.get_by_text("Has your contact details since")).to_be_visible()
    clara.look("request-followed")
    page.get_by_label("Rating").select_option("★★★★")
    page.get_by_label("Comment").fill("Quick and kind.")
    page.get_by_role("button", name="Send rating").click()
    expect(page.get_by_text("Thank you for your rating.")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("4/5").first).to_be_visible()
    expect(desk.get_by_text("Quick and kind.").first).to_be_visible()

    with page.expect_download() as coming:
        page.get_by_role("button", name="Download my data").click()
    assert NEED in json.dumps(json.loads(Path(coming.value.path()).read_text(encoding="utf-8")), ensure_ascii=False)
    page.get_by_text("Close the request", exact=True).click()
    page.get_by_label("Reason").fill("Solved.")
    page.get_by_role("button", name="Close request").click()
    expect(page.get_by_text("Your request is closed.")).to_be_visible()
    expect(page.get_by_text("Close the request", exact=True)).to_have_count(0)
    page.locator("summary", has_text="Erase my data").click()
    page.get_by_role("button", name="Erase my data").click()
    expect(page.get_by_role("heading", name="Your data are erased")).to_be_visible()
    assert clara.refused(link) == 404
    desk.reload()
    expect(desk.get_by_text("The client had the data erased.").first).to_be_visible()
    for gone in (NEED, "clara@client.example", "Quick and kind."):
        expect(desk.get_by_text(gone)).to_have_count(0)
