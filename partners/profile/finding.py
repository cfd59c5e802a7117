"""Finds partners for the vendor's staff, listed or not: by their words, numbers, addresses and people.

The words are those of the public search (common/searching), over the search texts of all partners, which stand behind
row security. That keeps PostgreSQL from using an index on them: a search reads the program's texts, one row a partner.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from common.actor import Actor
from common.searching.asking import Asked, plainly, read
from common.searching.correcting import Misspelt, corrected_text
from partners.models import Identifier, Member, Partner, PartnerText

MOST = 200
_SHORTEST = 4  # characters of a number or an address that is looked up
_ALIKE = 50


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
    asked = read(text)
    worded = look.find(asked)
    if not worded and asked.where:
        worded = look.find(plainly(text))
    inside = [pk for pk in _by_part(actor, text) if pk not in worded]
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
    """By letters within the name, which no search of words finds."""
    rows = Partner.objects.visible_to(actor).filter(Q(name__icontains=text) | Q(code__iexact=text))
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
        """The partners, best first."""
        if not asked:
            return []
        queries = asked.queries()
        found = self._matching(queries.anywhere).annotate(
            closest=_matches(queries.closest), close=_matches(queries.close)
        )
        return list(found.order_by("-closest", "-close", "partner__name", "pk").values_list("pk", flat=True)[:MOST])

    def knows(self, query: str) -> bool:
        """Whether any partner matches."""
        return self._matching(query).exists()

    def alike(self, misspelt: Misspelt) -> Counter[str]:
        """The words of partners that share a typo key, and how many of these have each."""
        rows = PartnerText.objects.visible_to(self.actor).filter(near__overlap=misspelt.keys).order_by("pk")
        words = RawSQL("tsvector_to_array(partners_partnertext.search)", ())
        return Counter(lexeme for lexemes in rows.values_list(words, flat=True)[:_ALIKE] for lexeme in lexemes)

    def _matching(self, query: str) -> QuerySet[PartnerText]:
        return PartnerText.objects.visible_to(self.actor).filter(_matches(query))


def _matches(query: str) -> RawSQL:
    return RawSQL("partners_partnertext.search @@ %s::tsquery", (query,), output_field=BooleanField())
