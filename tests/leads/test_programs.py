"""Programs whose documents give requests in their own way: bids for development requests, leads of large clients."""

import pytest
import time_machine
from django.core.cache import cache

from clients.models import Client, ClientLicence
from common.tenancy import bind
from leads.models import LeadRequest, Offer, Reservation
from tests import cast
from tests.leads.network import ANSWERS, NOW, TODAY, promote

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


@pytest.mark.rule("NET-1")
def test_partners_in_kazakhstan_bid_for_development_requests_from_a_form_of_their_own(db, visit):
    program, host = cast.open_program("1c-bitrix-kz"), "1c-bitrix-kz.localhost"
    partner = promote(cast.admit(program, "altai", "Altai Web", country="KZ", currency="KZT"), level="business")
    client = visit(host=host)
    assert "Website development" in client.get("/request/").content.decode()
    answers = {**ANSWERS, "company": "Steppe Ltd", "country": "KZ", "kind": "development", "consent": "on"}
    assert client.post("/request/?source=development", answers).status_code == 302
    assert client.post("/request/?source=nonsense", answers).status_code == 302
    with bind(program.pk):
        assert list(LeadRequest.objects.order_by("pk").values_list("mode", "state")) == [
            ("bids", "open"),
            ("large_clients", "unplaced"),
        ]
        lead = LeadRequest.objects.earliest("pk")
    desk = visit(cast.join(partner, "Aigul"), host=host)
    assert "Development" in desk.get("/dashboard/leads/board/").content.decode()
    assert desk.post(f"/dashboard/leads/board/{lead.pk}/reserve/").status_code == 302
    with bind(program.pk):
        held = Reservation.objects.get()
    refused = desk.post(f"/dashboard/leads/{held.pk}/", {"step": "won", "licence": ""}).content.decode()
    assert "license" in refused
    refused = desk.post(f"/dashboard/leads/{held.pk}/", {"step": "won", "licence": "nothing"}).content.decode()
    assert "You have no license" in refused
    with bind(program.pk):
        assert Reservation.objects.get().state == "open"
        own, client = {"program": program, "partner": partner}, {"kind": "on_premise", "origin": "purchase"}
        sold = {"kind": "subscription", "product": "p", "plan": "P", "seats": 5, "reference": "order-17-1"}
        buyer = Client.objects.create(
            **own, **client, company="Steppe Ltd", country="KZ", linked_on=TODAY, added_at=NOW
        )
        ClientLicence.objects.create(**own, **sold, seller=partner, client=buyer, starts_on=TODAY, opened_at=NOW)
    assert desk.post(f"/dashboard/leads/{held.pk}/", {"step": "won", "licence": "#17"}).status_code == 302
    with bind(program.pk):
        won = Reservation.objects.get()
        assert (won.state, won.proof_licence.client_id) == ("won", buyer.pk)
