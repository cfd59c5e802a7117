"""Wording of due dates."""

import pytest

from common.days_left import left_tone, left_words


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (-2, "2 days overdue", "danger"),
        (-1, "1 day overdue", "danger"),
        (0, "last day", "warning"),
        (1, "1 day left", "warning"),
        (2, "2 days left", "warning"),
        (3, "3 days left", ""),
    ],
)
def test_wording_of_days_left(left, words, tone):
    assert (left_words(left), left_tone(left)) == (words, tone)
