"""The words of the directory, and the first cards of frequent ones, kept ready for the search (docs/adr/0006)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from common.searching.asking import plainly
from common.searching.vectors import FACET, NAMED, PLACED, keys
from statuses.directory.queries import MOST

KEPT = 60  # cards of an answer: the first two pages
_MARKS = (NAMED, PLACED, FACET)
_LONGEST = 8  # letters of a beginning that is answered ahead; words are answered whole too
_ANSWERS = 4_000
_BATCH = 100  # answers in one statement, far below any time limit

_CHANGED = """
SELECT given.id, tsvector_to_array(text.search) FROM unnest(%s::bigint[], %s::text[]) given (id, vector)
LEFT JOIN partners_cardtext text ON text.card_id = given.id
WHERE text.search IS DISTINCT FROM given.vector::tsvector
"""
# Words of the cards' former texts that no card has any more.
_FORGET = """
DELETE FROM partners_cardword word
USING unnest(%(words)s::text[]) given (lexeme)
WHERE word.program_id = %(program)s AND word.lexeme = given.lexeme
  AND cardinality((partners_card_hits(%(program)s, format('%%L', given.lexeme)::tsquery, 1)).ids) = 0
"""
_ADD_WORDS = """
INSERT INTO partners_cardword (program_id, lexeme)
SELECT DISTINCT %(program)s::bigint, lexeme
FROM partners_cardtext text, unnest(tsvector_to_array(text.search)) lexeme
WHERE text.card_id = ANY(%(cards)s) AND left(lexeme, 1) <> ALL('{=,@,#}')
ON CONFLICT (program_id, lexeme) DO NOTHING
"""
_ADD_TO_ANSWERS = """
UPDATE partners_cardanswer answer SET ids = added.ids || answer.ids
FROM (
    SELECT found.id, array_agg(text.card_id) AS ids
    FROM partners_cardanswer found JOIN partners_cardtext text ON text.search @@ found.asked::tsquery
    WHERE found.program_id = %(program)s AND text.card_id = ANY(%(cards)s) AND text.card_id <> ALL(found.ids)
    GROUP BY found.id
) added
WHERE answer.id = added.id
"""
# Words are counted by PostgreSQL itself; those that no card has any more are forgotten.
_COUNT = """
WITH counted AS MATERIALIZED (
    SELECT word, ndoc
    FROM ts_stat(format('SELECT search FROM partners_cardtext WHERE program_id = %%s', %(program)s::bigint))
    WHERE left(word, 1) <> ALL('{=,@,#}')
), gone AS (
    DELETE FROM partners_cardword old
    WHERE old.program_id = %(program)s AND NOT EXISTS (SELECT FROM counted WHERE counted.word = old.lexeme)
)
INSERT INTO partners_cardword (program_id, lexeme, cards) SELECT %(program)s, word, ndoc FROM counted
ON CONFLICT (program_id, lexeme) DO UPDATE SET cards = EXCLUDED.cards WHERE partners_cardword.cards <> EXCLUDED.cards
"""
_WITHOUT_KEYS = "SELECT lexeme FROM partners_cardword WHERE program_id = %s AND keys IS NULL"
_SET_KEYS = """
UPDATE partners_cardword word SET keys = given.keys::int[]
FROM unnest(%s::text[], %s::text[]) given (lexeme, keys)
WHERE word.program_id = %s AND word.lexeme = given.lexeme
"""
_FREQUENT = """
SELECT left(lexeme, n) FROM partners_cardword
CROSS JOIN LATERAL (
    SELECT generate_series(1, least(length(lexeme), %(longest)s)) UNION SELECT length(lexeme)
) letters (n)
WHERE program_id = %(program)s
GROUP BY 1 HAVING sum(cards) > %(most)s ORDER BY sum(cards) DESC, 1 LIMIT %(answers)s
"""
_ANSWER = """
INSERT INTO partners_cardanswer (program_id, closest, close, asked, ids)
SELECT %(program)s, given.closest::tsquery::text, given.close::tsquery::text, given.asked::tsquery::text,
       found.partner_ids
FROM unnest(%(closest)s::text[], %(close)s::text[], %(asked)s::text[]) given (closest, close, asked)
CROSS JOIN LATERAL partners_card_search(
    %(program)s, given.closest::tsquery, given.close::tsquery, given.asked::tsquery, %(kept)s, %(most)s
) found
WHERE found.total > %(most)s
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Changed:
    """Cards whose text is about to change, and the words they had."""

    cards: Sequence[int]
    words: Sequence[str]


def changed_texts(vectors: Mapping[int, str]) -> Changed:
    """The cards whose stored text is not this one yet; ask before it is written."""
    if not vectors:
        return Changed((), ())
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [list(vectors), list(vectors.values())])
        rows = cursor.fetchall()
    words = {lexeme for _card_id, lexemes in rows for lexeme in lexemes or () if lexeme[:1] not in _MARKS}
    return Changed([card_id for card_id, _lexemes in rows], sorted(words))


def follow_texts(*, program_id: int, changed: Changed) -> None:
    """Note the words of cards that were published or have new words; frequent words find them at once."""
    if not changed.cards:
        return
    given: dict[str, Any] = {"program": program_id, "cards": list(changed.cards), "words": list(changed.words)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD_WORDS, given)
        if cursor.rowcount:
            _key(cursor, program_id)
        if changed.words:
            cursor.execute(_FORGET, given)
        cursor.execute(_ADD_TO_ANSWERS, given)


def refresh_words(*, program_id: int) -> int:
    """Count the words of all cards, forget those that no card has, and answer frequent ones ahead.

    Returns the number of answers. Searches stay complete without it; it makes frequent words and typos fast.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, {"program": program_id})
        _key(cursor, program_id)
        cursor.execute("DELETE FROM partners_cardanswer WHERE program_id = %s", [program_id])
        given: dict[str, Any] = {
            "program": program_id,
            "longest": _LONGEST,
            "most": MOST,
            "answers": _ANSWERS,
            "kept": KEPT,
        }
        cursor.execute(_FREQUENT, given)
        asked = [queries for (typed,) in cursor.fetchall() if (queries := plainly(typed).queries()).anywhere]
        answered = 0
        for start in range(0, len(asked), _BATCH):
            batch = asked[start : start + _BATCH]
            some: dict[str, Any] = {name: [getattr(each, name) for each in batch] for name in ("closest", "close")}
            cursor.execute(_ANSWER, {**given, **some, "asked": [each.anywhere for each in batch]})
            answered += cursor.rowcount
    return answered


def _key(cursor, program_id: int) -> None:  # type: ignore[no-untyped-def]
    """Compute the typo keys of new words."""
    cursor.execute(_WITHOUT_KEYS, [program_id])
    words = [lexeme for (lexeme,) in cursor.fetchall()]
    if words:
        found = ["{" + ",".join(map(str, sorted(keys(word)))) + "}" for word in words]
        cursor.execute(_SET_KEYS, [words, found, program_id])
