"""Countries and languages by name, in the reader's language."""

import pytest
from django.utils import translation

from portal.places import country_name, language_name


@pytest.mark.parametrize(
    ("reader", "country", "language"), [("en", "Germany", "Polish"), ("de", "Deutschland", "Polnisch")]
)
def test_names_follow_the_reader(reader, country, language):
    with translation.override(reader):
        assert country_name("DE") == country
        assert language_name("pl") == language


@pytest.mark.parametrize("code", ["", "XX1", "nowhere"])
def test_what_is_no_code_is_shown_as_it_was_given(code):
    assert country_name(code) == code
    assert language_name(code) == code


def test_a_language_without_names_of_its_own_gets_english_ones():
    with translation.override("xx"):
        assert country_name("DE") == "Germany"
