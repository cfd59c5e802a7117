"""The same company is found again, however it is spelt; requests and clients too."""

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from clients.operations.adding import add_client
from common.tenancy import bind
from leads.deals.company_keys import forget, rebuild
from leads.deals.conflicts import conflicts
from leads.deals.identity import asked_keys, domain_keys, likeness, name_keys, tax_keys, words_of
from leads.models import CompanyKey
from tests.cast import partner_actor
from tests.leads.deals.network import NOW, TODAY, competent, register, rulebook_for

KNOWN = "Kaspi Logistics LLP"


@pytest.mark.parametrize(
    "said",
    [
        "kaspi logistics",
        "ТОО «Каспи Логистикс»".replace("Каспи Логистикс", "Kaspi Logistics"),
        "Logistics Kaspi",
        "Kaspi-Logistics",
        "KaspiLogistics",
        "Kaspi Logistic",
        "Kaspy Logistics",
        "Kaspi Lgistics",
        "Kaspi Logistics Kazakhstan",
    ],
)
def test_another_spelling_shares_a_key(said):
    assert set(asked_keys(said)) & set(name_keys(KNOWN)), said
    assert likeness(KNOWN, said) >= 65, said


@pytest.mark.parametrize("other", ["Halyk Bank", "Astana Motors LLP", "LLP"])
def test_another_company_does_not(other):
    assert likeness(KNOWN, other) < 65


def test_legal_forms_are_left_out_unless_nothing_else_is_left():
    assert words_of("Alder GmbH & Co. KG") == ("alder",)
    assert words_of("AG") == ("ag",)


@examples(st.text(max_size=60))
def test_a_name_is_like_itself_and_shares_its_keys(name):
    if name_keys(name):
        assert set(name_keys(name)) <= set(asked_keys(name))
        assert likeness(name, name) == 100


def test_domains_and_tax_ids_are_compared_as_numbers():
    assert domain_keys(["https://www.alder.example/x"]) & domain_keys(["anna@alder.example"])
    assert not domain_keys(["anna@gmail.com"], shared=["gmail.com"])
    assert tax_keys("DE 136 695 976", "DE") == tax_keys("136695976", "DE")
    assert not tax_keys("n/a", "DE")


@pytest.mark.django_db
def test_clients_and_other_deals_are_found_and_forgotten(kz):
    partner, user = competent(kz, "astana", "Astana Systems")
    other, another = competent(kz, "almaty", "Almaty Web")
    with bind(kz.pk):
        client = add_client(
            actor=partner_actor(other, another),
            partner=other,
            kind="on_premise",
            company="KASPI LOGISTIC",
            country="KZ",
            origin="purchase",
            today=TODAY,
            now=NOW,
        )
    register(other, another, company="Kaspi Logistics", website="", email="")
    deal = register(partner, user)
    with bind(kz.pk):
        found = conflicts(deal, rulebook=rulebook_for(kz), today=TODAY)
        assert {(match.hit.source, str(match.partner)) for match in found} == {(1, "Almaty Web"), (2, "Almaty Web")}
        count = CompanyKey.objects.count()
        CompanyKey.objects.all().delete()
        assert rebuild(kz.pk, rules=rulebook_for(kz).on(TODAY)) == 3
        assert CompanyKey.objects.count() == count
    forget(kz.pk, CompanyKey.Source.CLIENT, [client.pk])
    with bind(kz.pk):
        assert not CompanyKey.objects.filter(source=CompanyKey.Source.CLIENT).exists()
