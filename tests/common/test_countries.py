"""Countries and languages by name, in the reader's language."""

import pytest
from django.utils import translation

from common.countries import COUNTRY_CODES, country_choices, country_name
from common.languages import language_name
from portal.importing.cells import Unfit, read_country
from programs.answers import AnswersForm
from programs.definition.forms import FormField


@pytest.mark.parametrize(
    ("reader", "country", "language"), [("en", "Germany", "Polish"), ("de", "Deutschland", "Polnisch")]
)
def test_names_follow_the_reader(reader, country, language):
    with translation.override(reader):
        assert country_name("DE") == country
        assert language_name("pl") == language


@pytest.mark.parametrize("code", ["", "XX1", "nowhere", "ZZ"])
def test_what_is_no_code_is_shown_as_it_was_given(code):
    assert country_name(code) == code
    assert language_name(code) == code


def test_a_language_without_names_of_its_own_gets_english_ones():
    with translation.override("xx"):
        assert country_name("DE") == "Germany"


def test_countries_stand_in_the_order_of_their_names_without_their_marks():
    with translation.override("de"):
        names = [name for _code, name in country_choices()]
    assert names.index("Ägypten") < names.index("Albanien") < names.index("Österreich") < names.index("Zypern")
    assert country_choices(["DE", "AT"]) == [("AT", "Austria"), ("DE", "Germany")]


def test_what_is_no_country_is_none():
    assert len(COUNTRY_CODES) == 250
    assert {"DE", "GB", "XK"} < COUNTRY_CODES
    assert not {"EU", "UK", "UN", "ZZ", "AC"} & COUNTRY_CODES


@pytest.mark.parametrize("reader", ["en", "de"])
def test_forms_name_countries_as_pages_do(reader):
    """One source: what an applicant chose is called the same wherever it is read."""
    field = FormField(code="country", label="Country", type="country")
    with translation.override(reader):
        offered = dict(AnswersForm({}, asked=[field]).fields["country"].choices)
        assert {code: country_name(code) for code in COUNTRY_CODES} == {code: offered[code] for code in COUNTRY_CODES}
        assert set(offered) - COUNTRY_CODES == {""}


def test_an_import_knows_the_same_countries():
    assert {read_country(code) for code in COUNTRY_CODES} == COUNTRY_CODES
    with pytest.raises(Unfit):
        read_country("ZZ")
