"""What managers do with requests that nobody works on, and with bad ratings, through the admin."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from accounts.models import AuditEntry
from common.tenancy import bind
from leads.jobs import keep
from leads.models import LeadNote, Offer, Reservation
from notices.models import Mail, Notice
from tests import cast
from tests.leads.network import NOW, again, promote, reserved, send
from tests.leads.test_stories import secret_of

pytestmark = pytest.mark.django_db
ADMIN = "/admin/leads/reservation/"


@pytest.fixture(autouse=True)
def monday():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def fresh(held):
    with bind(held.program_id):
        return Reservation.objects.get(pk=held.pk)


@pytest.mark.rule("B24-6.2d")
def test_a_request_that_nobody_works_on_is_reassigned_from_the_queue(program, alpha, alice, charlie, visit):
    held, other = reserved(promote(alpha)), promote(cast.admit(program, "heir", "Heir Ltd"))
    with bind(program.pk):
        LeadNote.objects.create(
            program=program, partner=alpha, reservation=held, kind="note", text="Called once", at=NOW
        )
    office = visit(charlie)
    with time_machine.travel(NOW + timedelta(days=6), tick=False):
        keep()
        home = office.get("/admin/").content.decode()
        assert "Client requests nobody works on" in home
        listed = office.get(f"{ADMIN}?state__exact=open&escalated_at__isempty=0").content.decode()
        assert "Alpha Works" in listed
        with bind(program.pk):
            assert ADMIN in Mail.objects.filter(key__startswith="lead-untouched/").first().link
        sent = {"partner": other.pk, "reason": "Nobody called the client"}
        assert office.post(f"{ADMIN}{held.pk}/reassign/", sent).status_code == 302
    with bind(program.pk):
        offer = Offer.objects.get()
        assert (offer.partner_id, offer.lead_id, offer.why["kind"]) == (other.pk, held.lead_id, "hand")
        assert LeadNote.objects.filter(text="Called once", partner=alpha).exists(), "its own notes stay with it (R29)"
        assert Notice.objects.filter(partner=alpha, key__startswith="lead-end/").count() == 1
    assert fresh(held).state == "withdrawn"
    assert again(held.lead).state == "offered"
    assert "Called once" in visit(alice).get(f"/dashboard/leads/{held.pk}/").content.decode()


def test_a_place_that_is_taken_away_opens_again_while_others_go_on(program, alpha, charlie, visit):
    held, other = reserved(promote(alpha)), promote(cast.admit(program, "heir", "Heir Ltd"))
    desk = visit(cast.join(other, "Hana"))
    assert desk.post(f"/dashboard/leads/board/{held.lead_id}/reserve/").status_code == 302
    office = visit(charlie)
    refused = office.post(f"{ADMIN}{held.pk}/reassign/", {"partner": other.pk, "reason": "Idle"}).content.decode()
    assert "Other partners work on this request too" in refused
    shown = office.get(f"{ADMIN}{held.pk}/change/").content.decode()
    assert f"{held.pk}/take-away" in shown
    assert f"{held.pk}/rating" not in shown
    assert office.post(f"{ADMIN}{held.pk}/take-away/", {"reason": "Idle"}).status_code == 302
    lead = again(held.lead)
    assert (lead.state, lead.held, fresh(held).state) == ("open", 1, "withdrawn")
    with bind(program.pk):
        assert Reservation.objects.open().get().partner_id == other.pk


@pytest.mark.rule("B24-6.1")
def test_a_bad_rating_is_in_the_managers_queue_until_one_looked_into_it(program, alpha, alice, charlie, visit):
    promote(alpha)
    lead = send(program).lead
    visit(alice).post(f"/dashboard/leads/board/{lead.pk}/reserve/")
    with bind(program.pk):
        held = Reservation.objects.get()
    where = f"/request/follow/{secret_of(program, lead)}/"
    rating = {"step": f"rate-{held.pk}", "text": "They sold me another product"}
    visit().post(where, {**rating, "stars": "1"})
    office, queue = visit(charlie), f"{ADMIN}?stars__lte=2&rating_seen_at__isempty=1"
    assert "Bad ratings from clients" in office.get("/admin/").content.decode()
    assert "Alpha Works" in office.get(queue).content.decode()
    shown = office.get(f"{ADMIN}{held.pk}/change/").content.decode()
    assert "They sold me another product" in shown
    assert f"{held.pk}/rating" in shown
    with bind(program.pk):
        mail = Mail.objects.get(key__startswith="lead-rating/")
        assert "1 of 5 stars" in mail.subject
        assert "another product" not in mail.text
    assert office.post(f"{ADMIN}{held.pk}/rating/", {"note": "Spoke with both"}).status_code == 302
    assert "Alpha Works" not in office.get(queue).content.decode()
    with bind(program.pk):
        assert "Spoke with both" in AuditEntry.objects.filter(action="leads.decide").latest("pk").summary
    visit().post(where, {**rating, "stars": "2"})
    assert "Alpha Works" in office.get(queue).content.decode(), "a new rating is looked into again"
