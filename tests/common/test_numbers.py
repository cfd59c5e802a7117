"""Whole numbers that somebody typed, money as languages write it, and lists."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.formats import date_format

from common.languages import language_name, listed
from common.moments import days_in_words, short_month
from common.numbers import money, number, short_money, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), ("0", 0), ("100", 100), ("101", 100), ("1" * 5000, 100), ("0" * 5000 + "9", 9)],
)
def test_a_whole_number_is_bounded(text, number):
    assert whole_number(text, most=100) == number


@pytest.mark.parametrize("text", ["", "-1", "1.0", "１２", "²", "1e3", " 1", "x"])
def test_anything_else_is_none(text):
    assert whole_number(text, most=100) is None


@pytest.mark.parametrize(
    ("language", "currency", "written"),
    [
        ("en", "USD", "$2,500"),
        ("en", "KZT", "KZT\N{NO-BREAK SPACE}2,500"),
        ("de", "KZT", "2.500\N{NO-BREAK SPACE}KZT"),
        # The last mark keeps the dollar at its letters in a line from right to left.
        ("ar", "USD", "\N{RIGHT-TO-LEFT MARK}2,500\N{NO-BREAK SPACE}US$\N{LEFT-TO-RIGHT MARK}"),
    ],
)
def test_a_currency_in_letters_keeps_off_the_figures(language, currency, written):
    with translation.override(language):
        assert short_money(2500, currency) == written


def test_a_minus_stays_before_its_figures_from_right_to_left():
    with translation.override("ar"):
        assert money(Decimal("-475.20"), "EUR") == "\u200f\u200e-475.20\u00a0€"
        assert number(-5) == "\u200e-5"
    with translation.override("de"):
        assert money(Decimal("-475.20"), "EUR") == "-475,20\u00a0€"


@pytest.mark.parametrize(
    ("language", "day"), [("ru", "19 декабря 2026"), ("pt-br", "19 de dez. de 2026"), ("de", "19. Dezember 2026")]
)
def test_a_day_fits_into_a_sentence(language, day):
    with translation.override(language):
        assert date_format(date(2026, 12, 19)) == day


@pytest.mark.parametrize(("language", "line"), [("en", "1, b"), ("ar", "1، b"), ("de", "1, b")])
def test_a_list_has_the_comma_of_the_language(language, line):
    with translation.override(language):
        assert listed([1, "b"]) == line


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "German"), ("pt-br", "Brazilian Portuguese"), ("PT_BR", "Brazilian Portuguese"), ("x-y", "x-y")],
)
def test_a_language_has_its_name(code, name):
    assert language_name(code) == name


@pytest.mark.parametrize(
    ("language", "written"), [("en", "May 26"), ("de", "Mai 26"), ("es", "may 26"), ("pl", "maj 26"), ("ru", "май 26")]
)
def test_a_month_on_an_axis_is_no_verb(language, written):
    with translation.override(language):
        assert short_month(date(2026, 5, 31)) == written


def test_days_in_a_text_are_written_as_the_reader_does():
    said = "Terminated Beta on 2026-02-03 (2026-99-01, SN-2026-02-03)"
    assert days_in_words(said) == "Terminated Beta on Feb. 3, 2026 (2026-99-01, SN-2026-02-03)"
    with translation.override("de"):
        assert "3. Februar 2026" in days_in_words(said)
