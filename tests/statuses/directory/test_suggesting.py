"""A search of the directory that finds nothing offers what was meant: a place, and the partners around it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.searching import cities
from tests.statuses.directory.listed import publish

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.fixture
def shown(visit, program):
    """What the directory answers to a search, with one partner in Stuttgart and one in Dubai."""
    publish(program, "neckar", "Neckar Werke", city="Stuttgart", country="DE", services=["CRM"])
    publish(program, "creek", "Creekside", city="دبي", country="AE", city_latin="Dubai")
    client = visit()

    def ask(text, **filters):
        return client.get("/partners/", {"q": text, **filters}).content.decode()

    return ask


def test_a_city_without_partners_leads_to_those_of_its_country(shown):
    page = shown("Berlin")
    assert "No partners in Berlin yet" in page
    assert 'href="/partners/?country=DE"' in page
    assert "Partners in Germany" in page
    assert "Did you mean" not in page


def test_a_misspelt_city_is_recognized(shown):
    page = shown("berln")
    assert "Did you mean Berlin?" in page
    assert "No partners in Berlin yet" in page
    assert 'href="/partners/?country=DE"' in page


def test_a_city_in_a_country_without_partners_leads_to_all(shown):
    page = shown("Warszawa")
    assert "No partners in Warszawa yet" in page
    assert "Partners in Poland" not in page
    assert "Show all partners" in page


def test_a_country_without_partners_is_named(shown):
    assert "No partners in Poland yet" in shown("Poland")
    assert "Did you mean Poland?" in shown("Polnad")


def test_a_country_without_partners_is_named_in_any_language_and_by_its_everyday_name(shown):
    for text in ("alemania", "Niemcy"):
        assert "Neckar Werke" in shown(text), "a partner is there"
    assert "No partners in United Kingdom yet" in shown("England")
    assert "No partners in United Kingdom yet" in shown("UK")
    assert "No partners in Brazil yet" in shown("Бразилия")


def test_what_no_partner_of_a_city_offers_is_offered_in_its_country(shown):
    page = shown("crm in Berlin")
    assert 'href="?q=crm&amp;country=DE"' in page
    assert "crm: Germany" in page
    assert "crm:" not in shown("crm in Sharjah"), "nobody there offers it"


def test_a_misspelt_city_with_partners_leads_there_if_the_search_did_not(shown):
    page = shown("stutgrat", exactly="1")
    assert "Did you mean Stuttgart?" in page
    assert 'href="?q=Stuttgart"' in page
    assert "No partners in" not in page


def test_nothing_is_said_of_a_city_when_more_was_asked_for(shown):
    page = shown("telephony Berlin")
    assert "No partners found" in page
    assert "No partners in" not in page
    assert 'href="/partners/?country=DE"' in page
    assert "No partners in" not in shown("Stuttgart", country="AE")


@pytest.mark.parametrize("text", ["zeppelin works", "xq", "!!", "acme"])
def test_no_place_is_guessed_from_other_words(shown, text):
    page = shown(text)
    assert "No partners found" in page
    assert "Did you mean" not in page


def test_only_a_search_that_found_nothing_reads_the_names(shown, visit, monkeypatch):
    def refuse():
        raise AssertionError("the names of cities were read")

    for kept in (cities.find_city, cities._cities_of, cities._great):
        kept.cache_clear()
    monkeypatch.setattr(cities, "_lines", refuse)
    assert "Neckar Werke" in shown("stuttgart")
    assert "Neckar Werke" in shown("crm near Stuttgart")
    with pytest.raises(AssertionError, match="were read"):
        shown("berlin")


def test_a_suggestion_costs_a_query_only_if_the_text_has_a_typo(shown):
    counts = {}
    for text in ("stuttgart", "berlin", "berln"):
        shown(text, sort="points")
        with CaptureQueriesContext(connection) as asked:
            shown(text)
        counts[text] = len(asked)
    assert counts == {"stuttgart": counts["stuttgart"], "berlin": counts["stuttgart"], "berln": counts["stuttgart"] + 1}


def test_a_city_is_shown_in_the_letters_that_the_reader_reads(shown):
    assert "Dubai, United Arab Emirates" in shown("creekside")
    assert "دبي" not in shown("creekside")
    assert "Dubai, Vereinigte Arabische Emirate" in shown("creekside", lang="de")
    assert "دبي" in shown("creekside", lang="ar")
    assert "دبي" in shown("creekside", lang="ru")
