"""From the public form to a partner's work, by turns and on the board, through the pages."""

import re

import pytest
import time_machine
from django.core.cache import cache

from common.encryption import decrypt
from common.tenancy import bind
from leads.models import ContactView, LeadContact, LeadRequest, Offer, Reservation
from notices.models import Mail, Notice
from tests.leads.network import ANSWERS, NOW, again, pass_course, promote, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def the(program, model):
    with bind(program.pk):
        return model.objects.latest("pk")


@pytest.mark.rule("BPS-lead")
def test_a_request_by_turns_from_the_form_to_the_partner_s_work(other_program, delta, dora, visit):
    promote(delta)
    host = "bitrix-2011.localhost"
    client = visit(host=host)
    page = client.post("/request/", {**ANSWERS, "kind": "training", "consent": "on"})
    assert page.status_code == 302, page.content.decode()
    lead, offer = the(other_program, LeadRequest), the(other_program, Offer)
    assert (lead.state, offer.partner_id, offer.why["kind"]) == ("offered", delta.pk, "turn")
    with bind(other_program.pk):
        notice = Notice.objects.get(kind="lead")
        assert "Training" in notice.subject
        assert "Clara" not in notice.body
        assert "portal" not in notice.body
    desk = visit(dora, host=host)
    page = desk.get(f"/dashboard/leads/offers/{offer.pk}/").content.decode()
    assert "We need help" in page
    assert "clara@client.example" not in page
    assert desk.post(f"/dashboard/leads/offers/{offer.pk}/", {"step": "accept"}).status_code == 302
    held = the(other_program, Reservation)
    page = desk.get(f"/dashboard/leads/{held.pk}/").content.decode()
    assert "clara@client.example" in page
    with bind(other_program.pk):
        assert ContactView.objects.filter(user=dora, lead=lead).count() == 1
        assert again(lead).state == "taken"


@pytest.mark.rule("B24-6", "B24-6.2b", "B24-6.2c", "B24-6.2d")
def test_a_request_on_the_board_from_the_form_to_the_partner_s_work(program, alpha, alice, visit):
    promote(alpha)
    pass_course(alpha, alice)
    page = visit().get("/request/").content.decode()
    for kind in ("Cloud subscription", "On-Premise", "Localization", "Telephony", "App development"):
        assert kind in page
    assert visit().post("/request/", {**ANSWERS, "kind": "telephony", "consent": "on"}).status_code == 302
    lead = the(program, LeadRequest)
    assert lead.state == "open"
    followed = visit().get(f"/request/follow/{secret_of(program, lead)}/").content.decode()
    assert "Looking for a partner" in followed
    assert "On the board" not in followed
    desk = visit(alice)
    page = desk.get("/dashboard/leads/board/").content.decode()
    assert "Telephony" in page
    assert "We need help" in page
    assert "clara@client.example" not in page
    assert desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/").status_code == 302
    held = the(program, Reservation)
    where = f"/dashboard/leads/{held.pk}/"
    assert "clara@client.example" in desk.get(where).content.decode()
    for step in (
        {"step": "assign", "assignee": alice.pk},
        {"step": "note", "text": "Called her."},
        {"step": "next", "next_step": "Send a quote", "next_on": "2026-02-20"},
        {"step": "stage", "stage": "proposal"},
    ):
        assert desk.post(where, step).status_code == 302, step
    page = desk.get(where).content.decode()
    assert "Called her." in page
    assert "Send a quote" in page
    assert "Proposal sent" in page
    assert desk.post(where, {"step": "lost", "reason": "Price"}).status_code == 302
    held = the(program, Reservation)
    assert (held.state, held.reason, held.assignee_id) == ("lost", "Price", alice.pk)


def test_contact_data_are_encrypted_at_rest(program):
    lead = send(program).lead
    with bind(program.pk):
        contact = LeadContact.objects.get(pk=lead.pk)
        assert "clara" not in contact.sealed
        assert "clara@client.example" in decrypt(contact.sealed)
        assert "clara" not in f"{contact.email_key}{contact.secret_digest}{contact.salt}"


def test_a_robot_is_told_nothing_and_nothing_is_stored(program, visit):
    answer = visit().post("/request/", {**ANSWERS, "kind": "telephony", "consent": "on", "fax-number": "12345"})
    assert answer.status_code == 302
    with bind(program.pk):
        assert not LeadRequest.objects.exists()


def test_without_consent_nothing_is_stored(program, visit):
    answer = visit().post("/request/", {**ANSWERS, "kind": "telephony"})
    assert answer.status_code == 200
    with bind(program.pk):
        assert not LeadRequest.objects.exists()


def secret_of(program, lead):
    with bind(program.pk):
        mail = Mail.objects.get(key=f"lead/{lead.pk}/received")
        return re.search(r"follow/([\w-]+)/", decrypt(mail.sealed))[1]


@pytest.mark.rule("B24-6.1")
def test_the_client_s_link_changes_nothing_when_opened_and_rates_when_sent(program, alpha, alice, visit):
    promote(alpha)
    lead = send(program).lead
    assert visit(alice).post(f"/dashboard/leads/board/{lead.pk}/reserve/").status_code == 302
    held, where = the(program, Reservation), f"/request/follow/{secret_of(program, lead)}/"
    page = visit().get(f"{where}?stars=5").content.decode()
    assert "Alpha Works" in page
    assert the(program, Reservation).stars is None
    assert visit().post(where, {"step": f"rate-{held.pk}", "stars": "4", "text": "Quick"}).status_code == 302
    assert (the(program, Reservation).stars, the(program, Reservation).stars_text) == (4, "Quick")
    assert visit().post(where, {"step": "close", "reason": "Done"}).status_code == 302
    assert again(lead).state == "closed"
    assert the(program, Reservation).state == "closed"


def test_the_client_erases_the_data_at_once(program, alpha, alice, visit):
    promote(alpha)
    lead = send(program).lead
    visit(alice).post(f"/dashboard/leads/board/{lead.pk}/reserve/")
    where = f"/request/follow/{secret_of(program, lead)}/"
    assert visit().post(where, {"step": "erase"}).status_code == 302
    assert visit().get(where).status_code == 404
    gone, held = again(lead), the(program, Reservation)
    assert gone.text == ""
    assert gone.erased_at
    assert held.state == "closed"
    with bind(program.pk):
        contact = LeadContact.objects.get(pk=lead.pk)
        assert contact.sealed == contact.email_key == contact.secret_digest == contact.salt == ""
        assert not Mail.objects.filter(to__contains="clara").exists()
