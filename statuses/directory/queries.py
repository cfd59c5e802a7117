"""Reads of the public directory: listed partners by filters, the first ones first (B24-1.4a, B24-4.1r)."""

import time
from collections.abc import Hashable
from dataclasses import astuple, dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet

from common.caching import quick, unless_away
from common.prepared import Prepared, Slot, columns, made
from partners.models import Card, CardLogo
from programs.models import Site

POINTS, NAME, NEWEST = "points", "name", "newest"
_CARD = Prepared(lambda: Card.objects.filter(program_id=Slot("program"), code=Slot("code")).values_list(*columns(Card)))
ORDERS = {
    POINTS: ("-featured", "-points", "accepted_on", "code"),
    NAME: ("sort_name", "code"),
    NEWEST: ("-accepted_on", "code"),
}
ORDER = ORDERS[POINTS]
MOST = 1000  # partners that are counted and can be paged to; of more, people narrow their search
OPTIONS_SECONDS = 300

# Countries are read from the index one by one; services and languages are few values in many rows.
_OPTIONS = """
    WITH RECURSIVE walk AS (
        (SELECT country FROM partners_card WHERE program_id = %(program)s ORDER BY country LIMIT 1)
        UNION ALL
        SELECT (SELECT card.country FROM partners_card card
                WHERE card.program_id = %(program)s AND card.country > walk.country ORDER BY card.country LIMIT 1)
        FROM walk WHERE walk.country IS NOT NULL
    )
    SELECT (SELECT array_agg(country ORDER BY country) FROM walk WHERE country IS NOT NULL),
           (SELECT array_agg(DISTINCT word ORDER BY word) FROM partners_card, unnest(services) word
             WHERE program_id = %(program)s),
           (SELECT array_agg(DISTINCT word ORDER BY word) FROM partners_card, unnest(languages) word
             WHERE program_id = %(program)s)
"""


@dataclass(frozen=True)
class Options:
    """The filter options: values of at least one listed partner."""

    countries: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filters:
    """What the directory may be narrowed by; empty values filter nothing."""

    country: str = ""
    level: str = ""
    service: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return any(astuple(self))


def cards(*, program_id: int, filters: Filters | None = None, sort: str = POINTS) -> QuerySet[Card]:
    """Cards of one program matching every filter: featured first, then by points, ties by earlier acceptance.

    ``sort`` may be one of `ORDERS`.
    """
    found = Card.objects.filter(program_id=program_id)
    filters = filters or Filters()
    if filters.country:
        found = found.filter(country=filters.country)
    if filters.level:
        found = found.filter(level=filters.level)
    if filters.service:
        found = found.filter(text__services__contains=[filters.service])
    if filters.language:
        found = found.filter(languages__contains=[filters.language])
    return found.order_by(*ORDERS[sort])


def options(program_id: int) -> Options:
    """The filter options, cached for up to five minutes; read from the database while Redis is away."""
    key = f"directory-options:{program_id}"
    found: Options | None = unless_away(lambda: quick().get(key), None)
    if found is None:
        read = found = _read_options(program_id)
        unless_away(lambda: quick().set(key, read, OPTIONS_SECONDS), None)
    return found


def options_of(site: Site) -> Options:
    """The filter options of the site's program, read from Redis once per process, generation and time of caching."""
    if not site.generation:
        return options(site.program_id)
    return _options_at(site.program_id, site.generation, int(time.monotonic() // OPTIONS_SECONDS))


@lru_cache(maxsize=256)
def _options_at(program_id: int, _generation: str, _period: int) -> Options:
    return options(program_id)


def _read_options(program_id: int) -> Options:
    with connection.cursor() as cursor:
        cursor.execute(_OPTIONS, {"program": program_id})
        countries, services, languages = cursor.fetchone()
    return Options(tuple(countries or ()), tuple(services or ()), tuple(languages or ()))


def card(*, program_id: int, code: str) -> Card | None:
    """The card of a listed partner; None when there is none."""
    if not code.isprintable():
        return None  # PostgreSQL text can't store every byte a URL may contain
    row = _CARD.first(program=program_id, code=code)
    return made(Card, row) if row else None


def facts_of(card: Card) -> Hashable:
    """Everything that a card says, as a key of what is rendered from it."""
    values = [getattr(card, name) for name in columns(Card)]
    return tuple([tuple(value) if isinstance(value, list) else value for value in values])


def logo(*, program_id: int, code: str) -> CardLogo | None:
    """The picture on a listed partner's card; None when there is none."""
    if not code.isprintable():
        return None
    return CardLogo.objects.filter(card__program_id=program_id, card__code=code).first()
