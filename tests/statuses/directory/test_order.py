"""In which order the companies that were found are listed."""

from datetime import date

import pytest

from statuses.directory.searching import search
from tests.statuses.directory.listed import publish

pytestmark = pytest.mark.django_db


def codes(program, text, **given):
    """The codes of the companies found, in order."""
    return [card.code for card in search(program_id=program.pk, text=text, size=50, **given).cards]


def test_words_of_a_name_come_before_other_words_then_points_decide(program):
    publish(program, "text", "Aurora", words="we sell acme", points=900)
    publish(program, "begin", "Acmeology", points=500)
    publish(program, "low", "Acme North", points=10)
    publish(program, "high", "Acme South", points=20)
    assert codes(program, "acme") == ["high", "low", "begin", "text"]
    assert codes(program, "acme", sort="points") == ["text", "begin", "high", "low"]
    assert codes(program, "acme", sort="name") == ["low", "high", "begin", "text"]


def test_newest_first(program):
    publish(program, "old", "Acme Old", accepted_on=date(2024, 1, 1), points=9)
    publish(program, "new", "Acme New", accepted_on=date(2025, 1, 1))
    assert codes(program, "acme", sort="newest") == codes(program, "", sort="newest") == ["new", "old"]
