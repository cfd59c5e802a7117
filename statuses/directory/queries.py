"""Reads of the public directory: search listed partners by words and filters, best first (B24-1.4a, B24-4.1r)."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import QuerySet

from common.caching import quick, unless_away
from partners.folding import fold
from partners.models import Card, CardLogo

ORDER = ("-featured", "-points", "accepted_on", "code")
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


def cards(
    *, program_id: int, text: str = "", country: str = "", level: str = "", service: str = "", language: str = ""
) -> QuerySet[Card]:
    """Cards of one program matching every filter: featured first, then by points, ties by earlier acceptance.

    ``text`` uses search engine syntax: words, "a phrase", -without; accents are ignored.
    """
    found = Card.objects.filter(program_id=program_id)
    if text:
        found = found.filter(text__search=SearchQuery(fold(text), config="simple", search_type="websearch"))
    if country:
        found = found.filter(country=country)
    if level:
        found = found.filter(level=level)
    if service:
        found = found.filter(text__services__contains=[service])
    if language:
        found = found.filter(languages__contains=[language])
    return found.order_by(*ORDER)


def options(program_id: int) -> Options:
    """The filter options, cached for up to five minutes; read from the database while Redis is away."""
    key = f"directory-options:{program_id}"
    found: Options | None = unless_away(lambda: quick().get(key), None)
    if found is None:
        read = found = _read_options(program_id)
        unless_away(lambda: quick().set(key, read, OPTIONS_SECONDS), None)
    return found


def _read_options(program_id: int) -> Options:
    with connection.cursor() as cursor:
        cursor.execute(_OPTIONS, {"program": program_id})
        countries, services, languages = cursor.fetchone()
    return Options(tuple(countries or ()), tuple(services or ()), tuple(languages or ()))


def card(*, program_id: int, code: str) -> Card | None:
    """The card of a listed partner; None when there is none."""
    if not code.isprintable():
        return None  # PostgreSQL text can't store every byte a URL may contain
    return Card.objects.filter(program_id=program_id, code=code).first()


def logo(*, program_id: int, code: str) -> CardLogo | None:
    """The picture on a listed partner's card; None when there is none."""
    if not code.isprintable():
        return None
    return CardLogo.objects.filter(card__program_id=program_id, card__code=code).first()
