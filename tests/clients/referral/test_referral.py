"""Referral links from the visit to the paid client, and what is refused or forgotten."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser

from clients.models import Client, ReferralCount, ReferralLink, ReferralSignUp, ReferralVisit
from clients.referral.daily import open_day
from common.actor import Actor
from common.tenancy import bind
from notices.models import Notice
from programs.rulebook import read_rulebook
from tests.careers import NOON
from tests.clients.test_operations import TODAY, add, opened
from tests.web.api.tokens import caller, partner_secret, vendor_secret

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fixed_day")]
BIRCH = {"account": "birch.bitrix24.de", "company": "Birch", "country": "DE", "email": "it@birch.example"}


def day(partner, on):
    with bind(partner.program_id):
        system = Actor.system(partner.program_id)
        return open_day(actor=system, rulebook=read_rulebook(partner.program_id), today=on, now=NOON)


def link_of(partner, campaign=""):
    with bind(partner.program_id):
        return ReferralLink.objects.get(partner=partner, campaign=campaign)


@pytest.fixture
def stranger(site):
    return Browser(headers={"host": site.host})


@pytest.fixture
def links(alpha, beta):
    """The main links, which the daily job makes."""
    assert day(alpha, TODAY) == 2
    assert day(alpha, TODAY) == 0
    return link_of(alpha), link_of(beta)


@pytest.fixture
def report(alpha, charlie, visit):
    """Reports a sign-up as the vendor's product."""
    call = caller(visit(), vendor_secret(alpha.program, charlie))
    keys = iter(range(100))

    def send(**sent):
        return call("vendor/sign-ups/", {**BIRCH, **sent}, key=f"k{next(keys)}")

    return send


def follow(browser, link, **agreed):
    """Follow a link to the product; returns the visitor's code in the address there."""
    asked = browser.get(f"/r/{link.code}/")
    assert "one cookie of this website for 90 days" in asked.content.decode()
    answer = browser.post(f"/r/{link.code}/", agreed)
    assert answer.status_code == 302
    page = browser.get(answer.url).content.decode()
    found = re.search(r'url=https://www\.bitrix24\.com/(?:\?visitor=([\w-]+))?"', page)
    return found[1]


def visited(partner, days_ago):
    """Move every visit into the past."""
    with bind(partner.program_id):
        ReferralVisit.objects.update(on=TODAY - timedelta(days=days_ago))


@pytest.mark.rule("B24-5.1")
def test_the_first_link_wins_from_the_visit_to_the_payment(alpha, beta, alice, links, stranger, report, visit):
    assert visit(alice).post("/dashboard/clients/referral/links/", {"campaign": "Newsletter"}).status_code == 302
    letter = link_of(alpha, "Newsletter")
    visitor = follow(stranger, letter, remember="yes")
    cookie = stranger.cookies["referral"]
    assert (cookie.value, cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (visitor, 7776000, True, "Lax")
    assert follow(stranger, links[1], remember="yes") == visitor, "a second link finds the same visitor"
    made = report(visitor=visitor)
    assert (made.status_code, made.json()["partner"], made.json()["origin"]) == (201, "alpha", "referral")
    with bind(alpha.program_id):
        row = ReferralSignUp.objects.get()
        assert (row.partner_id, row.link_id, row.visited_on, row.state) == (alpha.pk, letter.pk, TODAY, "linked")
        assert "Birch signed up through your link" in Notice.objects.get(key=f"client/{row.client_id}/sign-up").subject
        client = Client.objects.get()
    opened(alpha, client)
    page = visit(alice).get("/dashboard/clients/referral/").content.decode()
    assert 'aria-hidden="true" focusable="false"' in page
    assert re.search(r"<th scope=\"row\">\w+ 26</th><td>1</td><td>1</td><td>1</td>", page), "the chart's own table"
    assert "Newsletter" in page
    mine = caller(visit(), partner_secret(alpha, alice))("me/sign-ups/").json()["results"]
    assert [(one["campaign"], one["paid_on"]) for one in mine] == [("Newsletter", str(TODAY))]


@pytest.mark.rule("B24-5.1")
@pytest.mark.parametrize(("days", "status"), [(90, 201), (91, 422)])
def test_a_visit_counts_for_90_days(alpha, links, stranger, report, days, status):
    visitor = follow(stranger, links[0], remember="yes")
    visited(alpha, days)
    assert report(visitor=visitor).status_code == status
    with bind(alpha.program_id):
        assert ReferralSignUp.objects.get().cause == ("" if status == 201 else "late")


@pytest.mark.rule("B24-5.1")
def test_an_own_sign_up_and_a_late_one_are_refused_and_the_reason_is_kept(
    alpha, beta, alice, charlie, links, stranger, report, visit
):
    visitor = follow(stranger, links[0], remember="yes")
    own = report(visitor=visitor, email=alice.email)
    assert (own.status_code, own.headers["Content-Type"]) == (422, "application/problem+json")
    assert "your team" in own.json()["errors"]["account"][0]
    add(beta, account="birch.bitrix24.de")
    assert report(visitor=visitor).status_code == report(visitor=visitor).status_code == 422
    with bind(alpha.program_id):
        kept = list(ReferralSignUp.objects.order_by("pk").values_list("partner__code", "cause"))
        assert kept == [("alpha", "own"), ("alpha", "taken")]
        assert Client.objects.get().partner_id == beta.pk
    page = visit(alice).get("/dashboard/clients/referral/").content.decode()
    assert "The account was a client already" in page
    assert "birch" not in page
    assert "birch.bitrix24.de" in visit(charlie).get("/admin/clients/referralsignup/?cause=taken").content.decode()
    assert report(visitor="x" * 22).status_code == 422
    assert report(partner="alpha", visitor=visitor).status_code == 422


def test_a_visitor_who_does_not_agree_or_changes_its_mind_is_only_counted(alpha, links, stranger):
    assert follow(stranger, links[0]) is None
    assert "referral" not in stranger.cookies
    follow(stranger, links[0], remember="yes")
    stranger.post(f"/r/{links[0].code}/forget/")
    assert stranger.cookies["referral"].value == ""
    with bind(alpha.program_id):
        assert not ReferralVisit.objects.exists()
        assert ReferralCount.objects.get().visits == 2


def test_nothing_is_stored_of_a_visitor_after_90_days(alpha, links, stranger):
    follow(stranger, links[0], remember="yes")
    assert day(alpha, TODAY + timedelta(days=90)) == 0
    assert day(alpha, TODAY + timedelta(days=91)) == 1
    with bind(alpha.program_id):
        assert not ReferralVisit.objects.exists()


def test_the_own_team_and_closed_links_do_not_count(alpha, alice, links, visit, stranger):
    desk = visit(alice)
    assert "own company" in desk.post(f"/r/{links[0].code}/", {"remember": "yes"}).content.decode()
    desk.post("/dashboard/clients/referral/links/", {"campaign": "Fair"})
    again = desk.post("/dashboard/clients/referral/links/", {"campaign": "fair"}).content.decode()
    assert "already has a link" in again
    fair = link_of(alpha, "Fair")
    desk.post(f"/dashboard/clients/referral/links/{fair.pk}/close/")
    assert "no longer in use" in stranger.post(f"/r/{fair.code}/").content.decode()
    with bind(alpha.program_id):
        assert not ReferralCount.objects.exists()


def test_a_merged_client_keeps_its_sign_up(alpha, beta, charlie, links, report, visit):
    assert report(partner="alpha").status_code == 201
    with bind(alpha.program_id):
        gone = Client.objects.get()
    kept = add(alpha, kind="on_premise", account="", company="Birch again")
    visit(charlie).post(f"/admin/clients/client/{gone.pk}/merge/", {"number": kept.pk, "reason": "Same"})
    with bind(alpha.program_id):
        assert ReferralSignUp.objects.get().client_id == kept.pk
    assert report(partner="alpha").status_code == 201, "the same report again"


def test_a_program_without_referral_links_says_so(visit, dora, other_site):
    page = visit(dora, host=other_site.host).get("/dashboard/clients/referral/")
    assert page.status_code == 200
    assert "This program has no referral links" in page.content.decode()
