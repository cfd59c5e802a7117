"""Companies apply and are accepted, declined or found to be affiliates; the first level is lost and restored.

Applicants and the manager use their pages. Days are opened by the nightly Celery task.
"""

import re
from datetime import date, timedelta

import pytest
import time_machine

from common.tenancy import bind
from notices.models import Mail, Notice
from partners.models import Application
from portal.jobs import open_days
from programs.models import Program
from statuses.models import Standing, StatusChange
from tests.applicants import Applicant, applicant, at, fresh
from tests.common.pictures import PDF, jpeg, sent

pytestmark = pytest.mark.django_db

ADMIN = "/admin/partners/application/"
MONDAY, TUESDAY, THURSDAY = date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 19)


@pytest.fixture
def gil(site) -> Applicant:
    return applicant(site)


@pytest.fixture
def on():
    """Sets the clock to noon on a day."""
    travels = []

    def travel(day: date) -> None:
        while travels:
            travels.pop().stop()
        travels.append(time_machine.travel(at(day), tick=False))
        travels[-1].start()

    yield travel
    while travels:
        travels.pop().stop()


def words(response) -> str:
    return " ".join(response.content.decode().split())


def shown(browser, address) -> dict[str, str]:
    """The hidden field with the digest of the page's texts."""
    return {"texts-shown": re.search(r'name="texts-shown" value="([0-9a-f]+)"', words(browser.get(address)))[1]}


def applies(browser, who: Applicant) -> Application:
    """Fills in and submits the public form."""
    given = {
        "company": who.company,
        "country": who.country,
        "kind": "Integrator",
        "contact": "Gil Gamma",
        "email": who.email,
        "phone": who.phone,
        "website": who.website,
        "affiliation-declared": "yes" if who.affiliates else "no",
        "affiliation-named": who.affiliates,
        "confirm-data": "on",
        "confirm-privacy": "on",
        "do-send": "1",
    }
    assert browser.post("/apply/", given | shown(browser, "/apply/")).status_code == 302
    with bind(who.site.program_id):
        return Application.objects.get(applicant=who.user)


def hands_in(browser, who: Applicant) -> None:
    """Fills in the second form with its documents and submits it."""
    given = {
        "registered_name": f"{who.company} Ltd",
        "registration_number": who.registration_number,
        "tax_id": who.tax_id,
        "legal_address": "1 Harbour Road",
        "postal_address": "PO Box 7",
        "bank_details": "IBAN CY17",
        "file-registration": sent(PDF, "register.pdf"),
        "file-tax_id": sent(jpeg(), "tax.jpg"),
        "file-legal_address": sent(PDF, "address.pdf"),
        "agreement-accepted": "on",
        "do-send": "1",
    }
    assert browser.post("/apply/company/", given | shown(browser, "/apply/company/")).headers["Location"] == "/apply/"


def queued(desk, queue) -> list[int]:
    return [row.pk for row in desk.get(f"{ADMIN}?queue={queue}").context["cl"].result_list]


def mails_to(who: Applicant) -> list[Mail]:
    with bind(who.site.program_id):
        return list(Mail.objects.filter(to=who.user.email).order_by("pk"))


def level(partner) -> str:
    with bind(partner.program_id):
        return Standing.objects.get(partner=partner, track="status").level


@pytest.mark.rule("B24-1.2.1b", "B24-1.2.1c", "B24-1.2.2c", "B24-1.3a", "B24-3.1.1a")
def test_an_applicant_becomes_a_bronze_partner(on, visit, charlie, gil, program):
    on(MONDAY)
    browser, desk = visit(gil.user), visit(charlie)
    application = applies(browser, gil)
    assert "Your application is under review" in words(browser.get("/apply/"))
    assert queued(desk, "review") == [application.pk]

    on(TUESDAY)
    assert "6 days left" in words(desk.get(f"{ADMIN}?queue=review"))
    desk.post(f"{ADMIN}{application.pk}/approve/")
    assert "please complete the application" in mails_to(gil)[-1].subject
    assert queued(desk, "applicant") == [application.pk]
    hands_in(browser, gil)
    assert "Your company is being verified" in words(browser.get("/apply/"))
    assert queued(desk, "verification") == [application.pk]

    on(THURSDAY)
    assert "register.pdf" in words(desk.get(f"{ADMIN}{application.pk}/change/"))
    desk.post(f"{ADMIN}{application.pk}/accept/")
    partner = fresh(application).partner
    assert (partner.accepted_on, level(partner)) == (THURSDAY, "bronze")
    assert browser.get("/apply/").headers["Location"] == "/dashboard/"
    dashboard = words(browser.get("/dashboard/"))
    assert "Bronze" in dashboard
    assert "Gamma Systems Ltd" in dashboard
    assert "you are a Bronze partner" in words(browser.get("/dashboard/notices/"))


@pytest.mark.rule("B24-1.2.1c")
def test_a_declined_applicant_is_told_so_but_not_why(on, visit, charlie, gil, program):
    on(MONDAY)
    browser, desk = visit(gil.user), visit(charlie)
    application = applies(browser, gil)
    page = f"{ADMIN}{application.pk}/decline/"
    stage = desk.get(page).context["form"]["stage"].value()
    desk.post(page, {"stage": stage, "text": "We look for integrators.", "reason": "Known for spam"})
    state, mail = words(browser.get("/apply/")), mails_to(gil)[-1]
    assert "declined" in state
    for told in (state, mail.subject, mail.text):
        assert "spam" not in told
    assert "We look for integrators." in mail.text
    assert "Known for spam" in words(desk.get(f"{ADMIN}{application.pk}/change/"))
    assert browser.get("/dashboard/", follow=True).redirect_chain[-1][0] == "/apply/"


@pytest.mark.rule("B24-1.7.3")
def test_a_second_application_by_an_affiliate_needs_a_managers_review(on, visit, charlie, gil, site, program):
    """The first company is a partner. Somebody else applies for its sister company without mentioning it."""
    on(MONDAY)
    desk, browser = visit(charlie), visit(gil.user)
    first = applies(browser, gil)
    desk.post(f"{ADMIN}{first.pk}/approve/")
    hands_in(browser, gil)
    desk.post(f"{ADMIN}{first.pk}/accept/")
    partner = fresh(first).partner

    on(TUESDAY)
    sister = applicant(
        site,
        "Gus",
        login="gus@private.example",
        company="Sigma Systems",
        email="office@sigma.example",
        website="https://shop.gamma.example",
        phone="+357 25 999999",
        registration_number="HE 400501",
        tax_id="30010823A",
    )
    visitor = visit(sister.user)
    second = applies(visitor, sister)
    assert "affiliated?" in words(desk.get(f"{ADMIN}?queue=review"))
    page = words(desk.get(f"{ADMIN}{second.pk}/change/"))
    assert f"/admin/partners/partner/{partner.pk}/change/" in page
    assert "gamma.example" in page
    assert "Gamma Systems" not in words(visitor.get("/apply/")), "the applicant learns nothing of it"
    desk.post(f"{ADMIN}{second.pk}/approve/")
    hands_in(visitor, sister)
    assert "matches others" in words(desk.post(f"{ADMIN}{second.pk}/accept/"))
    assert fresh(second).partner is None

    on(THURSDAY)
    form = desk.get(f"{ADMIN}{second.pk}/clear/").context["form"]
    desk.post(f"{ADMIN}{second.pk}/clear/", {"seen": form["seen"].value(), "reason": "Both may join, says sales."})
    desk.post(f"{ADMIN}{second.pk}/accept/")
    assert level(fresh(second).partner) == "bronze"
    assert "checked" not in words(visitor.get("/dashboard/", follow=True))


@pytest.mark.rule("B24-3.1.1b", "B24-1.3a")
def test_bronze_is_cancelled_after_90_days_and_restored_by_a_manager(on, visit, charlie, gil, program):
    on(MONDAY)
    desk, browser = visit(charlie), visit(gil.user)
    application = applies(browser, gil)
    desk.post(f"{ADMIN}{application.pk}/approve/")
    hands_in(browser, gil)
    desk.post(f"{ADMIN}{application.pk}/accept/")
    open_days()
    partner = fresh(application).partner

    last = MONDAY + timedelta(days=90)
    on(last)
    open_days()
    assert level(partner) == "bronze", "the 90th day still counts"
    with bind(program.pk):
        told = Notice.objects.filter(partner=partner, kind="reminder").order_by("on")
        reminders = list(told.values_list("on", flat=True))
    assert reminders == [last - timedelta(days=days) for days in (30, 14, 3)]

    on(last + timedelta(days=1))
    open_days()
    assert level(partner) == ""
    assert "No longer a level" in words(visit(gil.user).get("/dashboard/"))

    on(last + timedelta(days=4))
    open_days()
    desk = visit(charlie)
    given = {"level": "status/bronze", "on": last + timedelta(days=4), "reason": "Ill for a month; agreed by phone."}
    desk.post(f"/admin/partners/partner/{partner.pk}/exception/", given)
    assert level(partner) == "bronze"
    with bind(program.pk):
        causes = list(StatusChange.objects.filter(partner=partner).order_by("pk").values_list("cause", flat=True))
    assert causes == ["acceptance", "grace", "exception"]
    assert Program.objects.get(pk=program.pk).opened_on == last + timedelta(days=4)
    assert "Bronze" in words(visit(gil.user).get("/dashboard/"))
