"""Search of the directory: listed partners by what a person types, the most relevant first, then by points.

The same function serves the page and the API. PostgreSQL finds the cards (partners/migrations/0024); which words are
asked for, and what a misspelt word is nearest to, is decided by common/searching.
"""

from collections import namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, cast

from django.db import connection

from common.searching.asking import Asked, plainly, read
from common.searching.correcting import Misspelt, corrected_text, only_word
from common.searching.meanings import Meaning
from common.searching.vectors import facet
from partners.models import Card
from programs.definition import Definition
from statuses.directory.meaning import meaning_of, plainer_texts, written
from statuses.directory.queries import MOST, NAME, NEWEST, ORDERS, POINTS, Filters

RELEVANCE = "relevance"
SORTS = (RELEVANCE, POINTS, NAME, NEWEST)
_WORDS_READ = 200  # words that are compared with a misspelt one

_HITS = "SELECT ids FROM partners_card_hits(%s, %s::tsquery, %s)"
_AMONG = "SELECT {columns} FROM partners_card card WHERE card.partner_id = ANY(%s) ORDER BY {order} LIMIT %s OFFSET %s"
# The subquery keeps PostgreSQL on the index of the order, where one of a thousand cards or more is a match.
_ALONG = """
SELECT {columns} FROM partners_card card
WHERE card.program_id = %s
    AND (SELECT text.search @@ %s::tsquery FROM partners_cardtext text WHERE text.card_id = card.partner_id)
ORDER BY {order} LIMIT %s OFFSET %s
"""
_WORDS = "SELECT lexeme, cards FROM partners_cardword WHERE program_id = %s AND keys && %s ORDER BY cards DESC LIMIT %s"
_REGION = """
SELECT card.country FROM partners_card_hits(%s, %s::tsquery, 1) found
JOIN partners_card card ON card.partner_id = ANY(found.ids)
"""
_FIELDS = [field.attname for field in Card._meta.concrete_fields]
# A card that is only shown: making the ORM's objects costs as much as reading their rows.
_Row = namedtuple("_Row", _FIELDS)  # type: ignore[misc]
_COLUMNS = ", ".join(f"card.{name}" for name in _FIELDS)
_FOUND = 3  # columns in front of the card's
_FIND = (
    "SELECT total, alike, times, {card} "
    "FROM partners_card_find(%s, {queries}, %s, %s, %s, %s::text[], %s::text[], %s::int[])"
)
_SEARCH = _FIND.format(card=", ".join(f"(card).{name}" for name in _FIELDS), queries=", ".join(["%s::tsquery"] * 3))
_LISTING = "SELECT ({count}) AS total, {columns} FROM {narrowed} ORDER BY {order} LIMIT %(size)s OFFSET %(start)s"
_COUNT = "SELECT count(*) FROM (SELECT FROM {narrowed} LIMIT %(most)s) counted"
_FILTERED = {
    "country": "card.country = %(country)s",
    "level": "card.level = %(level)s",
    "service": "text.services @> ARRAY[%(service)s]::varchar[]",
    "language": "card.languages @> ARRAY[%(language)s]::varchar[]",
}
_ALL = Filters()


@dataclass(frozen=True)
class Found:
    """A part of what was found. ``total`` is exact up to `MOST`, and `MOST` + 1 for any more.

    ``corrected`` is the text that was searched instead of the one asked for, because that found nothing.
    """

    cards: Sequence[Card]
    total: int
    corrected: str = ""

    @property
    def capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.total > MOST


def search(
    *,
    program_id: int,
    text: str = "",
    filters: Filters = _ALL,
    sort: str = RELEVANCE,
    start: int = 0,
    size: int,
    exactly: bool = False,
    rules: Definition | None = None,
) -> Found:
    """Listed partners that have every word, from the one at ``start``; without a text, all that pass the filters.

    ``rules`` give the names of the program's services in other languages. A text that finds nothing is searched again
    with its misspelt words replaced by the nearest ones, unless ``exactly`` that was asked for.
    """
    if not text.strip():
        return _listed(program_id, filters, sort, start, size)
    start = min(start, MOST)
    meaning = meaning_of(rules)
    looked = _Look(program_id, filters, sort, start, min(start + size, MOST))
    asked = read(text, meaning)
    found = looked.find(asked, unknown=None if exactly else only_word(asked))
    if not found.total and asked.where:
        found = looked.find(plainly(text, meaning))
    return found if found.total or exactly else _nearest(text, asked, looked, meaning)


def _nearest(text: str, asked: Asked, looked: "_Look", meaning: Meaning) -> Found:
    """What is found by the text written otherwise, or with its misspelt words replaced."""
    for plainer in plainer_texts(text):
        if (found := looked.find(read(plainer, meaning))).total:
            return replace(found, corrected=plainer)
    if better := corrected_text(asked, looked):
        found = looked.find(read(better, meaning))
        if found.total:
            return replace(found, corrected=written(better, text, found.cards))
    return Found((), 0)


def _listed(program_id: int, filters: Filters, sort: str, start: int, size: int) -> Found:
    wanted = {"program": program_id, **vars(filters), "most": MOST + 1, "size": size, "start": start}
    named = tuple(name for name in _FILTERED if wanted[name])
    rows = _rows(_listing(named, POINTS if sort == RELEVANCE else sort), wanted)
    if rows:
        return Found([_card(row[1:]) for row in rows], rows[0][0])
    return Found((), _rows(_count(named), wanted)[0][0] if start else 0)


@cache
def _listing(named: tuple[str, ...], sort: str) -> str:
    """The statement for a page of cards under these filters, written once: the ORM takes longer than PostgreSQL."""
    return _LISTING.format(count=_count(named), columns=_COLUMNS, narrowed=_narrowed(named), order=_order(sort))


def _count(named: tuple[str, ...]) -> str:
    return _COUNT.format(narrowed=_narrowed(named))


def _narrowed(named: tuple[str, ...]) -> str:
    joined = " JOIN partners_cardtext text ON text.card_id = card.partner_id" if "service" in named else ""
    return f"partners_card card{joined} WHERE " + " AND ".join(
        ["card.program_id = %(program)s", *(_FILTERED[name] for name in named)]
    )


def _order(sort: str) -> str:
    return ", ".join(f"card.{name.lstrip('-')}{' DESC' * name.startswith('-')}" for name in ORDERS[sort])


@dataclass(frozen=True)
class _Look:
    """Searches of one program under the same filters, for the same part of the results.

    ``words`` are those near a word that found nothing: a search reads them in the same round trip.
    """

    program_id: int
    filters: Filters
    sort: str
    start: int
    end: int
    words: dict[Misspelt, dict[str, int]] = field(default_factory=dict)

    def find(self, asked: Asked, *, unknown: Misspelt | None = None) -> Found:
        """The cards and their number; if there are none, words near the ``unknown`` one are read along."""
        if not asked:
            return Found((), 0)
        queries = asked.queries(vars(self.filters), region=self._region(asked))
        if self.sort in (NAME, NEWEST):
            return self._in_order(queries.anywhere)
        closest, close = (queries.closest, queries.close) if self.sort == RELEVANCE else (queries.anywhere,) * 2
        keys = "{%s}" % ",".join(map(str, unknown.keys)) if unknown else None  # noqa: UP031 - braces are PostgreSQL's
        page = [self.start + 1, self.end, MOST]
        given = [self.program_id, closest, close, queries.anywhere, *page, *asked.parts(), keys]
        rows = _rows(_SEARCH, given)
        total, alike, times = rows[0][:_FOUND]
        if unknown and not total:
            self.words[unknown] = dict(zip(alike or (), times or (), strict=True))
        return Found([_card(row[_FOUND:]) for row in rows if row[_FOUND] is not None], total)

    def knows(self, query: str) -> bool:
        """Whether any card, whatever the filters, matches."""
        return bool(_rows(_HITS, [self.program_id, query, 1])[0][0])

    def alike(self, misspelt: Misspelt) -> dict[str, int]:
        """The words of cards that share a typo key, and how many cards have each."""
        known = self.words.get(misspelt)
        if known is None:
            known = dict(_rows(_WORDS, [self.program_id, misspelt.keys, _WORDS_READ]))
        return known

    def _in_order(self, query: str) -> Found:
        ids = _rows(_HITS, [self.program_id, query, MOST + 1])[0][0]
        order = _order(self.sort)
        page = [self.end - self.start, self.start]
        if len(ids) > MOST:
            rows = _rows(_ALONG.format(columns=_COLUMNS, order=order), [self.program_id, query, *page])
        else:
            rows = _rows(_AMONG.format(columns=_COLUMNS, order=order), [ids, *page])
        return Found([_card(row) for row in rows], len(ids))

    def _region(self, asked: Asked) -> str:
        """The facet of the country in which the named place is."""
        if not asked.where or asked.strict:
            return ""
        found = _rows(_REGION, [self.program_id, asked.place()])
        return facet("country", found[0][0]) if found else ""


def _rows(statement: str, given: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _card(row: Sequence[Any]) -> Card:
    return cast(Card, _Row._make(row))
