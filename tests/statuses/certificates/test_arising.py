"""A certificate arises when its level is reached or confirmed, and the email about the level brings it."""

from datetime import date

import pytest
import time_machine
from django.core import mail
from django.test import Client

from common.tenancy import bind
from notices.jobs import send_mail
from portal.jobs import open_days
from statuses.models import Certificate, Standing
from tests.applicants import at
from tests.cast import admit, hire, join, open_program
from tests.statuses.certificates.holders import certificates

pytestmark = pytest.mark.django_db

REACHED, LATER, REVIEW = date(2026, 2, 16), date(2026, 6, 1), date(2027, 2, 16)
RECORD = "/admin/activities/activity/add/"
COURSES = ("system_administration", "integration", "installing_configuring")
HOST = "bitrix-sm11.localhost"


def signed_in(user=None) -> Client:
    browser = Client(headers={"host": HOST})
    if user:
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def partner():
    """A partner that has joined today, with its main user Eve."""
    found = admit(open_program("bitrix-sm11"), "echo", "Echo Web", accepted_on=REACHED, currency="USD", email="")
    join(found, "Eve")
    return found


@pytest.fixture
def desk(partner):
    return signed_in(hire(partner.program, "Max"))


def records(desk, kind: str, on: date = REACHED, **given) -> None:
    sent = {"partner": "echo", "on": on.isoformat(), **given}
    assert desk.post(f"{RECORD}?kind={kind}", sent).status_code == 302


def climbs(desk) -> None:
    """The manager records what Certified asks for: five hundred points and three course certificates."""
    records(desk, "sale", attribute_edition="standard", quantity="10", subject="Client One")
    for course in COURSES:
        records(desk, "course", attribute_course=course, subject="Ann")


def checked(serial: str) -> str:
    return signed_in().get(f"/certificates/{serial}/").content.decode()


@pytest.mark.rule("BSM-mail", "BSM-up")
def test_the_email_about_a_new_level_brings_its_discount_and_the_certificate(partner, desk):
    with time_machine.travel(at(REACHED), tick=False):
        climbs(desk)
        (certificate,) = [each for each in certificates(partner) if each.replaced_on is None]
        assert (certificate.level, certificate.issued_on) == ("certified", REACHED)
        send_mail()
    told = next(each for each in mail.outbox if each.subject == "You are now a Certified partner")
    assert told.to == ["eve@echo.example"]
    assert "discount is 45%" in told.body
    assert certificate.serial in told.body
    ((name, content, kind),) = told.attachments
    assert (name, kind) == (f"certificate-{certificate.serial}.pdf", "application/pdf")
    assert content.startswith(b"%PDF")


@pytest.mark.rule("BSM-cert")
def test_it_stays_valid_until_its_end_although_nobody_downloaded_it_and_the_level_is_lost(partner, desk):
    with time_machine.travel(at(REACHED), tick=False):
        climbs(desk)
    with time_machine.travel(at(LATER), tick=False):
        given = {"level": "status/business", "on": LATER, "reason": "Agreed by phone."}
        desk.post(f"/admin/partners/partner/{partner.pk}/exception/", given)
        with bind(partner.program_id):
            assert Standing.objects.get(partner=partner, track="status").level == "business"
            certificate = Certificate.objects.get(partner=partner, level="certified")
        page = checked(certificate.serial)
        assert "genuine and valid" in page
        assert "Certified" in page
        assert "15, 2027" in page, "with its terms"


@pytest.mark.rule("BPS-status3", "BSM-cert")
def test_a_confirmed_level_renews_it_without_a_download(partner, desk):
    with time_machine.travel(at(REACHED), tick=False):
        climbs(desk)
    with time_machine.travel(at(date(2026, 12, 1)), tick=False):
        records(desk, "sale", date(2026, 12, 1), attribute_edition="standard", quantity="10", subject="Client Two")
    with time_machine.travel(at(REVIEW), tick=False):
        open_days()
        newest = certificates(partner)[-1]
        assert (newest.level, newest.issued_on, newest.valid_until) == ("certified", REVIEW, date(2028, 2, 15))
        assert "genuine and valid" in checked(newest.serial)
        mail.outbox.clear()
        send_mail()
    confirmed = next(each for each in mail.outbox if each.subject == "Your Certified status is confirmed")
    assert [name for name, _content, _kind in confirmed.attachments] == [f"certificate-{newest.serial}.pdf"]
