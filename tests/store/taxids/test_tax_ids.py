"""Registers of tax IDs: what VIES answers, the evidence that is kept, and the tax that follows (R4)."""

import json

import pytest
from django.urls import reverse

from common.actor import Actor
from common.tenancy import bind
from programs.rulebook import read_rulebook
from store.pricing.quoting import Wanted, quote
from store.taxids.queries import due_for_check
from store.taxids.registers import Offline, UnableToAsk, Vies
from tests.cast import rulebook_with
from tests.store import shop

TAX_ID = "DE136695976"
VALID = {"isValid": True, "userError": "VALID", "name": "ALDER GMBH", "requestIdentifier": "WAPIAAAAX"}


def vies(status, said):
    asked = []

    def get(host, path):
        asked.append((host, path))
        return status, said if isinstance(said, bytes) else json.dumps(said).encode()

    return Vies("https://vies.example/rest-api", get), asked


def test_vies_is_asked_and_answers_with_its_consultation_number():
    register, asked = vies(200, VALID)
    answer = register.ask(country="DE", tax_id="DE 136695976")
    assert asked == [("vies.example", "/rest-api/ms/DE/vat/136695976")]
    assert (answer.valid, answer.reference, answer.name, answer.evidence) == (True, "WAPIAAAAX", "ALDER GMBH", VALID)
    register, asked = vies(200, {"isValid": False, "userError": "INVALID"})
    assert not register.ask(country="GR", tax_id="EL123456789").valid
    assert asked[0][1] == "/rest-api/ms/EL/vat/123456789"


@pytest.mark.parametrize(
    ("status", "said"),
    [(500, {}), (200, b"<html>"), (200, []), (200, {"isValid": False, "userError": "MS_UNAVAILABLE"})],
)
def test_no_answer_says_nothing_about_the_tax_id(status, said):
    with pytest.raises(UnableToAsk):
        vies(status, said)[0].ask(country="DE", tax_id=TAX_ID)


@pytest.mark.rule("B24-2.1.1b")
@pytest.mark.django_db
def test_reverse_charge_rests_on_the_answer(that_day, program, alpha, alice, charlie, visit, settings):
    settings.TAX_ID_REGISTER = "offline"
    legal = {"registered_name": "Alpha GmbH", "legal_address": "1 Main St", "tax_id": TAX_ID}
    shop.buyer(alpha, country="DE", legal=legal)
    rulebook, system = by_register(program), Actor.system(program.pk)

    def taxed():
        wanted = [Wanted(shop.product(program, "cloud_standard_year"), 1, shop.ACME)]
        with bind(program.pk):
            found = quote(actor=system, partner=alpha, rulebook=rulebook, wanted=wanted, on=shop.TODAY)
        return found.taxes[0][0].name, found.tax_evidence

    def due():
        with bind(program.pk):
            return due_for_check(actor=system, rulebook=rulebook, today=shop.TODAY)

    assert taxed()[0] == "VAT"
    assert due() == [alpha]
    done = visit(charlie).post(reverse("admin:store_taxidanswer_ask"), {"partner": alpha.pk}, follow=True)
    assert "is registered" in done.content.decode()
    assert due() == []
    name, evidence = taxed()
    assert (name, evidence["checked"]) == ("Reverse charge", "register")
    assert evidence["register"]["reference"] == Offline().ask(country="DE", tax_id=TAX_ID).reference


def by_register(program):
    """The program's rules, with tax IDs that a register has to confirm."""
    with bind(program.pk):
        rules = read_rulebook(program.pk).on(shop.TODAY)
    payment = rules.store.payment.model_copy(update={"tax_id_check": "register"})
    return rulebook_with(
        program, rules.model_copy(update={"store": rules.store.model_copy(update={"payment": payment})})
    )
