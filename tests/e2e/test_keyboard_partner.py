"""An applicant's and a partner's flows without a mouse: applying, second factor, requests, deals, licenses."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from playwright.sync_api import expect

from tests.applicants import applicant
from tests.careers import CLIMB, NOON, live
from tests.cast import join
from tests.e2e.conftest import PASSWORD, search_box
from tests.e2e.test_account import code_now
from tests.leads.deals.network import HOST, competent, kz
from tests.leads.network import pass_course, promote, send
from tests.nfr.acts import newcomer

__all__ = ["kz"]
pytestmark = pytest.mark.django_db


@pytest.mark.campaign
def test_applying_to_the_submission(hands, program, site):
    person = hands(applicant(site).user)
    person.open("/apply/")
    person.press(person.button("Submit application"))
    person.is_at(person.page.locator(".problems"))
    person.fill("Company", "Gamma Systems")
    person.look_up("Country", "zypern")
    person.choose("Kind of company", "Integ")
    person.fill("Contact person", "Gil")
    person.fill("Email", "g@gamma.example")
    person.fill("Phone", "25 654321")
    person.fill("Website", "no website")
    person.choose("Is your company affiliated", "No")
    for label in ("The information in this application", "I agree with the Privacy Policy."):
        person.press(person.page.get_by_label(label), "Space")
    person.press(person.button("Submit application"))
    person.mend(person.page.get_by_label("Website"))
    person.fill("Website", "still no website")
    person.page.keyboard.press("Enter")
    person.mend(person.page.get_by_label("Website"))  # the page opens at what is wrong the second time, too
    person.fill("Website", "gamma.example")
    expect(search_box(person.page, "Country")).to_have_value("Cyprus")
    person.press(person.button("Submit application"))
    person.is_told("Your application is under review")


@pytest.mark.campaign
def test_the_second_factor_is_set_up_and_used(hands, alpha, alice):
    alice.set_password(PASSWORD)
    alice.save()
    person = hands(None)
    page = person.page

    def sign_in(to):
        person.open(f"/account/login/?next={to}")
        person.fill("Email", alice.email)
        person.fill("Password", PASSWORD)
        page.keyboard.press("Enter")

    sign_in("/account/2fa/totp/activate/")
    person.fill("Authenticator code", "000000")
    page.keyboard.press("Enter")
    person.mend(page.get_by_label("Authenticator code"))
    secret = page.locator("#authenticator_secret").inner_text()
    with time_machine.travel(NOON + timedelta(minutes=1)):  # a code is good for half a minute, which begins here
        person.fill("Authenticator code", code_now(secret))
        person.press(person.button("Switch it on"))
        expect(page.locator(".codes code")).to_have_count(10)
    person.press(person.summary("Account"))
    person.press(person.button("Sign out"))
    page.wait_for_url("**/partners/")
    sign_in("/dashboard/")
    expect(page.get_by_role("heading", name="Two-step verification")).to_be_visible()
    with time_machine.travel(NOON + timedelta(minutes=2)):
        person.fill("Code", code_now(secret))
        page.keyboard.press("Enter")
        expect(page.locator(".whose__name")).to_have_text("Alpha Works")


@pytest.mark.campaign
def test_a_request_is_reserved_moved_and_won(hands, program, alpha, alice):
    promote(alpha)
    pass_course(alpha, alice)
    send(program, kind="telephony")
    person = hands(alice)
    person.open("/dashboard/leads/board/")
    person.press(person.button("Reserve"))
    person.is_told("clara@client.example")
    person.press(person.button("Add note"))
    person.mend(person.page.get_by_label("Note", exact=True))
    page = person.page
    person.press(page.get_by_role("main").get_by_role("link", name="Client requests", exact=True).last)
    person.press(person.link("By stage"))
    person.press(person.button("Move to Contacted"))
    person.is_told("Stage changed.")
    person.is_at(person.link("Telephony"))  # its card is in another place now
    person.press(person.button("Move to Proposal sent"))
    expect(page.locator("[data-stage=proposal]").get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    person.press(page.locator("summary", has_text="Assignee"))
    person.choose("Assignee", "Alice")
    person.press(person.button("Assign"))
    person.press(page.locator("summary", has_text="Won"))
    person.press(person.button("Close as won"))
    expect(page.get_by_text("Won", exact=True).first).to_be_visible()
    expect(person.button("Close as won")).to_have_count(0)


@pytest.mark.campaign
def test_an_offer_is_declined_and_another_accepted(hands, other_program, other_site, delta, dora):
    promote(delta)
    send(other_program, kind="training")
    person = hands(dora, host=other_site.host)
    person.open("/dashboard/leads/")
    person.press(person.page.get_by_role("main").get_by_role("link", name="Training"))
    person.press(person.summary("Decline"))
    person.press(person.button("Decline request"))
    person.mend(person.page.get_by_label("Reason"))
    person.choose("Reason", "P")
    person.press(person.button("Decline request"))
    person.is_told("Declined")
    send(other_program, kind="training", email="other@client.example")
    person.open("/dashboard/leads/")
    person.press(person.page.get_by_role("main").get_by_role("link", name="Training"))
    person.press(person.button("Accept request"))
    person.is_told("other@client.example")


@pytest.mark.campaign
def test_a_deal_is_registered(hands, kz):
    cache.clear()
    _partner, user = competent(kz, "astana", "Astana Systems")
    person = hands(user, host=HOST)
    person.open("/dashboard/deals/")
    person.press(person.link("Register a deal"))
    person.press(person.button("Register deal"))
    person.mend(person.page.get_by_label("Client company"))
    person.fill("Client company", "Kaspi Logistics LLP")
    person.look_up("Country", "kazakh")
    person.fill("Contact person", "Aida Nurlan")
    person.fill("Project", "An intranet for 1,200 people.")
    person.fill("Products", "Enterprise Intranet Portal")
    person.fill("Expected value", "25000000")
    person.pick_day("Expected close", "06302026")
    person.fill("What the client is interested in", "They saw the demo.")
    person.press(person.page.get_by_label("We offer this client no competing products"), "Space")
    person.press(person.button("Register deal"))
    person.is_told("Registered. We'll review it and get back to you.")
    person.is_told("June 30, 2026")


@pytest.mark.campaign
def test_a_license_of_one_s_own_is_claimed(hands, program):
    alpha = newcomer(program, "alpha", "Alpha Works")
    person = hands(join(alpha, "Alice"))
    person.open("/dashboard/nfr/")
    person.press(person.link("Claim license").first)
    person.press(person.button("Claim license"))
    account = person.page.get_by_label("Account address")
    person.mend(account)
    person.fill("Account address", "alpha-demo.bitrix24.com")
    person.press(person.page.get_by_label("We use this license only"), "Space")
    person.press(person.button("Claim license"))
    person.is_told("alpha-demo.bitrix24.com")


@pytest.mark.campaign
def test_the_certificate_is_downloaded_and_checked(hands, program, alpha, alice):
    live(alpha, CLIMB)
    person = hands(alice)
    person.open("/dashboard/")
    with person.page.expect_download() as coming:
        person.press(person.link("Download the certificate"))
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")
    serial = re.search(r"certificate-(.+)\.pdf", coming.value.suggested_filename)[1]
    person.press(person.link("Check a certificate"))
    person.fill("Serial number", serial)
    person.page.keyboard.press("Enter")
    person.is_told("This certificate is genuine and valid.")
