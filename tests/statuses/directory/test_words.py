"""Words counted at night, frequent ones answered ahead: the same results as without, and nobody who is gone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.tenancy import bind, bind_actor
from partners.models import Card, CardAnswer, CardWord
from partners.profile.finding import find_partners
from statuses.directory import searching, words
from statuses.directory.searching import search
from statuses.directory.words import changed_texts, follow_texts, refresh_words
from tests.cast import staff_actor
from tests.statuses.directory.listed import publish

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def crowd(program, monkeypatch):
    """Twelve cards with one word; only six can be counted."""
    monkeypatch.setattr(searching, "MOST", 6)
    monkeypatch.setattr(words, "MOST", 6)
    for number in range(12):
        publish(program, f"c{number:02}", f"Crowd {number:02}", words="portals", points=number)
    return program


def found(program, text, **given):
    result = search(program_id=program.pk, text=text, size=4, **given)
    return [card.code for card in result.cards], result.total, result.corrected


def test_frequent_words_give_the_same_answers_kept_ready(crowd):
    asked = [("portals", {}), ("por", {}), ("p", {}), ("crowd", {"start": 4}), ("crowd", {"sort": "points"})]
    before = [found(crowd, text, **given) for text, given in asked]
    assert refresh_words(program_id=crowd.pk) > 0
    assert [found(crowd, text, **given) for text, given in asked] == before
    kept = set(CardAnswer.objects.filter(program=crowd).values_list("asked", flat=True))
    assert {"'portals':*", "'por':*", "'crowd':*"} <= kept
    assert CardWord.objects.get(program=crowd, lexeme="portals").cards == 12
    assert refresh_words(program_id=crowd.pk) == len(kept)


def test_an_unpublished_partner_is_gone_at_once(crowd):
    refresh_words(program_id=crowd.pk)
    assert found(crowd, "portals")[0][0] == "c11"
    Card.objects.filter(program=crowd, code="c11").delete()
    assert found(crowd, "portals")[0] == ["c10", "c09", "c08", "c07"]


def test_a_partner_published_since_is_found_at_once_and_one_with_other_words_no_more(crowd):
    refresh_words(program_id=crowd.pk)
    card = publish(crowd, "new", "Crowd New", words="portals", points=99)
    changed = changed_texts({card.pk: "'other':1"})
    assert changed.cards == [card.pk]
    follow_texts(program_id=crowd.pk, changed=changed)
    assert found(crowd, "portals")[0][0] == "new"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partners_cardtext SET search = '''crowd'':1' WHERE card_id = %s", [card.pk])
    assert "new" not in found(crowd, "portals")[0]
    assert CardWord.objects.filter(program=crowd, lexeme="new").exists()
    follow_texts(program_id=crowd.pk, changed=changed)
    assert not CardWord.objects.filter(program=crowd, lexeme="new").exists(), "no card has it any more"


def test_few_cards_need_no_answers_and_a_typo_is_compared_with_words(program):
    publish(program, "koeln", "Kölner Werkstatt")
    card = publish(program, "bonn", "Bonner Kontor")
    assert refresh_words(program_id=program.pk) == 0
    assert found(program, "werkstadt") == (["koeln"], 1, "Werkstatt")
    with CaptureQueriesContext(connection) as asked:
        assert found(program, "kontr") == (["bonn"], 1, "Kontor")
    assert len(asked) == 2
    Card.objects.filter(pk=card.pk).delete()
    assert found(program, "Kontor")[0] == []
    refresh_words(program_id=program.pk)
    assert not CardWord.objects.filter(program=program, lexeme="Kontor").exists()


@pytest.mark.parametrize("search", ["partners_text_hits('alpha:*'::tsquery, 10)", "partners_names_with('LPH', 10)"])
def test_the_staffs_search_uses_the_index_and_stays_within_the_wall(alpha, beta, delta, charlie, search):
    statement = f"SELECT count(*) FROM {search}"
    with bind(alpha.program_id), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO partners_partnertext (partner_id, program_id, search) VALUES (%s, %s, '''alpha'':1')",
            [alpha.pk, alpha.program_id],
        )
        cursor.execute(statement)
        assert cursor.fetchone() == (1,)
    manager = staff_actor(alpha.program, charlie)
    with bind_actor(manager):
        assert find_partners(manager, "alpha").ids == [alpha.pk]
        assert find_partners(manager, "lph").ids == find_partners(manager, "LP").ids == [alpha.pk]
    for program_id, partner_id in ((alpha.program_id, alpha.pk), (alpha.program_id, None), (delta.program_id, 0)):
        with bind(program_id, partner_id), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.fetchone() == (0,)
