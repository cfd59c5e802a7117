"""CSV tables: spreadsheets compute nothing that users typed."""

import csv
from decimal import Decimal
from io import StringIO

import pytest

from common.sheets import cell, lines


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        '=HYPERLINK("http://evil.example")',
        "  =1+1",
        "\u00a0=1+1",
        "＝1+1",
        "＠x",
        "＋1",
        "－1",
    ],
)
def test_formulas_get_an_apostrophe(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Alpha Works", "1-2", "a=b", "'quoted", "", "Łódź", "(=1)"])
def test_other_text_is_unchanged(text):
    assert cell(text) == text


def test_a_column_of_amounts_can_be_summed():
    assert cell(Decimal("-712.80")) == "-712.80"


def test_values_become_text():
    assert (cell(None), cell(12), cell(-12), cell("a\0b")) == ("", "12", "'-12", "ab")


def test_a_table_reads_back_with_quotes_commas_and_lines():
    rows = [["a,b", 'say "x"', "two\nlines"], ["=1", None, 3]]
    text = "".join(lines(["one", "two", "=three"], rows))
    assert text.startswith("\ufeff")
    read = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert read == [["one", "two", "'=three"], ["a,b", 'say "x"', "two\nlines"], ["'=1", "", "3"]]
