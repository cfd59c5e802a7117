"""Finds partners for the vendor's staff, listed or not: by their words, numbers, addresses and people.

The words are those of the public search (common/searching), over the search texts of all partners, which stand behind
row security. Functions that check the tenant themselves search them on an index (partners/migrations/0016).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from common.actor import Actor
from common.searching.asking import Asked, plainly, read
from common.searching.correcting import Misspelt, corrected_text
from common.searching.meanings import everywhere
from partners.models import Identifier, Member, Partner

MOST = 200
_SHORTEST = 4  # characters of a number or an address that is looked up
_ALIKE = 50
_HITS = "SELECT * FROM partners_text_hits(%s::tsquery, %s)"
_WITHIN = "SELECT * FROM partners_names_with(%s, %s)"
_NEAR = "SELECT lexeme, times FROM partners_text_near(%s, %s)"


@dataclass(frozen=True)
class FoundPartners:
    """Ids of partners, the best matches first; ``corrected`` is what was searched if the text itself found nothing."""

    ids: Sequence[int]
    corrected: str = ""


def find_partners(actor: Actor, text: str, *, known: Iterable[int] = ()) -> FoundPartners:
    """Partners that the actor may see and that the text could mean; ``known`` are some that a caller found itself."""
    text = text.strip()
    if not text or "\0" in text:
        return FoundPartners(())
    look = _Look(actor)
    meant = [*known, *_by_number(actor, text), *_by_person(actor, text)]
    asked = read(text, everywhere())
    worded = look.find(asked)
    if not worded and asked.where:
        worded = look.find(plainly(text))
    # Letters within a name mean less than its words: they are looked for only if nothing else is meant.
    inside: list[int] = [] if meant or worded else [*_by_part(actor, text)]
    better = ""
    if not (meant or worded or inside) and (better := corrected_text(asked, look)):
        worded = look.find(read(better))
    return FoundPartners(list(dict.fromkeys([*meant, *worded, *inside]))[:MOST], better if worded else "")


def _by_number(actor: Actor, text: str) -> Iterable[int]:
    """By a tax id, a registration number, a domain, a phone number, or the beginning of one; staff only."""
    compact = re.sub(r"[^0-9A-Z]", "", text.upper())
    meant = Q(value__startswith=text.lower()) if "." in text else Q()
    if len(compact) >= _SHORTEST and re.search(r"\d", compact):
        starts = [Q(value__startswith=mark + compact) for mark in ("", "+")]
        meant |= starts[0] | starts[1] | Q(value__regex=f"^[A-Z]{{2}}{compact}")
    if not meant:
        return ()
    rows = Identifier.objects.visible_to(actor).filter(meant, partner__isnull=False).order_by("partner_id")
    return rows.values_list("partner_id", flat=True)[:MOST]


def _by_part(actor: Actor, text: str) -> Iterable[int]:
    """By letters within the name, which no search of words finds, or by the code; staff only."""
    within = [partner_id for (partner_id,) in _rows(_WITHIN, [text, MOST])]
    rows = Partner.objects.visible_to(actor).filter(Q(pk__in=within) | Q(code__in={text, text.lower(), text.upper()}))
    return rows.order_by("name", "pk").values_list("pk", flat=True)[:MOST]


def _by_person(actor: Actor, text: str) -> Iterable[int]:
    """By the email of the company or of somebody in its team, or its beginning up to the at sign."""
    if "@" not in text or len(text) < _SHORTEST:
        return ()
    members = Member.objects.visible_to(actor).filter(user__email__istartswith=text).order_by("partner_id")
    companies = Partner.objects.visible_to(actor).filter(email__istartswith=text).order_by("pk")
    return [*members.values_list("partner_id", flat=True)[:MOST], *companies.values_list("pk", flat=True)[:MOST]]


@dataclass(frozen=True)
class _Look:
    """Searches of the texts that an actor may read."""

    actor: Actor

    def find(self, asked: Asked) -> list[int]:
        """The partners, best first: three classes of matches, in each by name."""
        if not asked:
            return []
        queries = asked.queries()
        classes: dict[int, int] = {}
        for place, query in enumerate((queries.closest, queries.close, queries.anywhere)):
            for partner_id in self._hits(query, MOST):
                classes.setdefault(partner_id, place)
            if len(classes) >= MOST:
                break
        rows = Partner.objects.visible_to(self.actor).filter(pk__in=classes).values_list("pk", "name")
        found = sorted(rows, key=lambda row: (classes[row[0]], row[1], row[0]))
        return [pk for pk, _name in found[:MOST]]

    def knows(self, query: str) -> bool:
        """Whether any partner matches."""
        return bool(self._hits(query, 1))

    def alike(self, misspelt: Misspelt) -> dict[str, int]:
        """The words of partners that share a typo key, and how many of these have each."""
        return dict(_rows(_NEAR, [misspelt.keys, _ALIKE]))

    def _hits(self, query: str, most: int) -> list[int]:
        return [partner_id for (partner_id,) in _rows(_HITS, [query, most])]


def _rows(statement: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows of the program that the transaction is bound to; none for anyone but its staff and the system."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
