"""*Contact this partner*: who is chosen gets the request first, wherever the client is; who can't take any says so."""

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from common.tenancy import bind
from leads.models import LeadRequest, Offer
from partners.models import Card
from tests.leads.network import ANSWERS, NOW, TODAY, promote, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def card(program, alpha):
    texts = dict.fromkeys(("city", "website", "email", "phone", "description"), "")
    with bind(program.pk):
        return Card.objects.create(
            program=program,
            partner=alpha,
            code=alpha.code,
            name=alpha.name,
            country=alpha.country,
            level="gold",
            level_rank=3,
            points=0,
            accepted_on=TODAY,
            featured=False,
            **texts,
        )


def ask(client, **answers):
    return client.post("/request/?partner=alpha", {**ANSWERS, "kind": "training", "consent": "on", **answers})


@pytest.mark.rule("B24-6")
@pytest.mark.parametrize("country", ["CY", "JP"])
def test_the_chosen_partner_is_asked_first_wherever_the_client_is(program, alpha, card, visit, country):
    promote(alpha)
    client = visit()
    assert "gets your request first" in client.get("/request/?partner=alpha").content.decode()
    assert ask(client, country=country).status_code == 302
    with bind(program.pk):
        offer = Offer.objects.get()
        assert (offer.partner_id, offer.why["kind"], offer.lead.state) == (alpha.pk, "direct", "offered")


def test_the_client_reads_who_was_asked_first(program, alpha, card, visit):
    promote(alpha)
    made = send(program, wanted="alpha")
    page = visit().get(reverse("leads:follow", args=[made.secret])).content.decode()
    assert f"We've asked {alpha.name} first" in page


def test_a_partner_that_takes_no_requests_is_not_promised(program, alpha, card, visit):
    client = visit()
    page = client.get("/request/?partner=alpha").content.decode()
    assert "doesn't take requests here at the moment" in page
    assert "gets your request first" not in page
    assert reverse("statuses:partner", args=["alpha"]) in page
    assert ask(client).status_code == 302
    with bind(program.pk):
        assert LeadRequest.objects.get().wanted_id is None


@pytest.mark.parametrize(
    "text", ["Call me at +49 170 1234567.", "Call 22 345678 after noon.", "Write to ana@client.example"]
)
def test_contact_data_in_what_everybody_reads_is_refused(program, visit, text):
    page = ask(visit(), request=text).content.decode()
    assert "Leave out phone numbers and email addresses" in page
    with bind(program.pk):
        assert not LeadRequest.objects.exists()
    assert ask(visit(), request="50 users, from 2027-01-15 on, for 12 000 EUR.").status_code == 302
