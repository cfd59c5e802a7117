"""Tiers bound what a search of very many cards reads; its order and its number stay right."""

import pytest

from partners.models import CardText
from partners.models import card as cards
from statuses.directory import searching, tiers
from statuses.directory.searching import search
from statuses.directory.tiers import refresh_tiers
from tests.statuses.directory.listed import publish

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def crowd(program, monkeypatch):
    """Twelve cards with one word, in tiers of 2, 3 and the rest; only six can be counted."""
    monkeypatch.setattr(tiers, "TIERS", (2, 3, 100, 100, None))
    monkeypatch.setattr(searching, "MOST", 6)
    for number in range(12):
        publish(program, f"c{number:02}", f"Crowd {number:02}", words="portals", points=number)
    refresh_tiers(program_id=program.pk)
    return program


def codes(program, text, **given):
    return [card.code for card in search(program_id=program.pk, text=text, size=6, **given).cards]


def test_cards_are_in_the_tier_of_their_place(crowd):
    places = CardText.objects.order_by("card__code").values_list("tier", flat=True)
    assert list(places) == [2] * 7 + [1] * 3 + [0] * 2
    assert refresh_tiers(program_id=crowd.pk) == 0
    assert cards.LAST_TIER == 4


def test_a_frequent_word_lists_the_first_cards_in_order(crowd):
    found = search(program_id=crowd.pk, text="portals", size=4)
    assert [card.code for card in found.cards] == ["c11", "c10", "c09", "c08"]
    assert (found.total, found.capped) == (7, True)
    assert codes(crowd, "por", start=4) == ["c07", "c06"]
    assert codes(crowd, "portals", sort="name")[:3] == ["c00", "c01", "c02"]


def test_names_come_first_from_whatever_tier(crowd):
    publish(crowd, "portals", "Portals", points=0)
    assert codes(crowd, "portals")[:3] == ["portals", "c11", "c10"]
    assert codes(crowd, "por", start=1)[:2] == ["c11", "c10"]
