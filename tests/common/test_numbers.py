"""Whole numbers that somebody typed."""

import pytest

from common.numbers import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), ("0", 0), ("100", 100), ("101", 100), ("1" * 5000, 100), ("0" * 5000 + "9", 9)],
)
def test_a_whole_number_is_bounded(text, number):
    assert whole_number(text, most=100) == number


@pytest.mark.parametrize("text", ["", "-1", "1.0", "１２", "²", "1e3", " 1", "x"])
def test_anything_else_is_none(text):
    assert whole_number(text, most=100) is None
