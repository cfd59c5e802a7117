"""Programs whose documents give requests in their own way: bids for development requests, leads of large clients."""

import pytest
import time_machine
from django.core.cache import cache

from common.tenancy import bind
from leads.models import LeadRequest, Offer, Reservation
from tests import cast
from tests.leads.network import ANSWERS, NOW, promote

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.rule("NET-1")
def test_a_partner_of_the_first_level_bids_for_a_development_request(db, visit):
    program = cast.open_program("1c-bitrix")
    partner = promote(cast.admit(program, "ufa", "Ufa Web", country="RU", currency="RUB"), level="business")
    host = "1c-bitrix.localhost"
    sent = visit(host=host).post("/request/", {**ANSWERS, "country": "RU", "kind": "shop", "consent": "on"})
    assert sent.status_code == 302, sent.content.decode()
    desk = visit(cast.join(partner, "Ulan"), host=host)
    assert "Online store" in desk.get("/dashboard/leads/board/").content.decode()
    with bind(program.pk):
        lead = LeadRequest.objects.get()
    desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/")
    with bind(program.pk):
        held = Reservation.objects.get()
    assert "clara@client.example" in desk.get(f"/dashboard/leads/{held.pk}/").content.decode()


@pytest.mark.rule("KKV-3")
@pytest.mark.parametrize(("level", "offered"), [("base", 0), ("extended", 1)])
def test_new_leads_of_large_clients_go_to_the_extended_competence(db, visit, level, offered):
    program = cast.open_program("1c-bitrix-kz")
    promote(cast.admit(program, "qyran", "Qyran", country="KZ", currency="KZT"), level=level, track="enterprise")
    answers = {**ANSWERS, "company": "Kaspi Ltd", "country": "KZ", "kind": "implementation", "consent": "on"}
    sent = visit(host="1c-bitrix-kz.localhost").post("/request/", answers)
    assert sent.status_code == 302, sent.content.decode()
    with bind(program.pk):
        assert Offer.objects.count() == offered
