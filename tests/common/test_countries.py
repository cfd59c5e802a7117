"""Names of countries and languages in the reader's language."""

import pytest
from django.utils import translation

from common.countries import COUNTRY_CODES, country_choices, country_name
from common.languages import language_name, listed
from importing.cells import Unfit, read_country
from programs.answers import AnswersForm
from programs.definition.forms import FormField


@pytest.mark.parametrize(
    ("reader", "country", "language"), [("en", "Germany", "Polish"), ("de", "Deutschland", "Polnisch")]
)
def test_names_are_in_the_readers_language(reader, country, language):
    with translation.override(reader):
        assert country_name("DE") == country
        assert language_name("pl") == language


@pytest.mark.parametrize(("reader", "place"), [("en", "Cairo, Egypt"), ("de", "Cairo, Ägypten"), ("ar", "Cairo، مصر")])
def test_a_list_has_the_comma_of_the_readers_language(reader, place):
    with translation.override(reader):
        assert listed(["Cairo", "", country_name("EG")]) == place


@pytest.mark.parametrize("code", ["", "XX1", "nowhere", "ZZ"])
def test_an_unknown_code_is_shown_unchanged(code):
    assert country_name(code) == code
    assert language_name(code) == code


def test_a_language_without_names_uses_english():
    with translation.override("xx"):
        assert country_name("DE") == "Germany"


def test_countries_are_sorted_by_name_ignoring_accents():
    with translation.override("de"):
        names = [name for _code, name in country_choices()]
    assert names.index("Ägypten") < names.index("Albanien") < names.index("Österreich") < names.index("Zypern")
    assert country_choices(["DE", "AT"]) == [("AT", "Austria"), ("DE", "Germany")]


def test_codes_that_are_not_countries_are_excluded():
    assert len(COUNTRY_CODES) == 250
    assert {"DE", "GB", "XK"} < COUNTRY_CODES
    assert not {"EU", "UK", "UN", "ZZ", "AC"} & COUNTRY_CODES


@pytest.mark.parametrize("reader", ["en", "de"])
def test_forms_and_pages_use_the_same_country_names(reader):
    """One source: a country has the same name in forms and on pages."""
    field = FormField(code="country", label="Country", type="country")
    with translation.override(reader):
        offered = dict(AnswersForm({}, asked=[field]).fields["country"].choices)
        assert {code: country_name(code) for code in COUNTRY_CODES} == {code: offered[code] for code in COUNTRY_CODES}
        assert set(offered) - COUNTRY_CODES == {""}


def test_imports_accept_the_same_countries():
    assert {read_country(code) for code in COUNTRY_CODES} == COUNTRY_CODES
    with pytest.raises(Unfit):
        read_country("ZZ")
