"""What a partner finds by typing (Ctrl+K): its pages, and the rows that each app registers in `finders.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from accounts.permissions import may
from common.actor import Actor
from common.folding import fold
from web.mixed_rows import Source, gather
from web.tabs import tabs

Rules = Any  # a `Definition`, which this kit must not import
MOST = 5  # of each kind
LONGEST = 100  # letters that somebody looks for


@dataclass(frozen=True, kw_only=True)
class Finder:
    """One kind of thing to find.

    ``rows`` are those that match a text, ``told`` a lookup to words about one, ``page`` a URL name that takes the value
    of ``key``. ``kept`` tells whether the rules have any.
    """

    code: str
    title: str | Promise
    rows: Callable[[Actor, str], QuerySet[Any]]
    told: str
    page: str
    permission: str
    place: int
    key: str = "pk"
    kept: Callable[[Rules], object] = lambda rules: True


@dataclass(frozen=True)
class Found:
    """Something that was found, with its kind and its page."""

    kind: str
    words: str
    address: str


_registered: dict[str, Finder] = {}


def add_partner_finder(finder: Finder) -> None:
    """Register a kind of thing to find; lower places come first."""
    _registered[finder.code] = finder


def find_anything(actor: Actor, text: str, *, rules: Rules) -> list[Found]:
    """Pages whose names hold the text, and rows that match it, at most `MOST` of each kind; two statements."""
    asked = text.strip()[:LONGEST].replace("\0", "")
    if not asked:
        return []
    folded = fold(asked)
    pages = [tab for tab in tabs(actor, "", rules=rules) if folded in fold(str(tab.words))]
    found = [Found(str(tab.group), str(tab.words), tab.address) for tab in pages[:MOST]]
    kinds = sorted(_registered.values(), key=lambda each: each.place)
    kinds = [each for each in kinds if may(actor, each.permission) and each.kept(rules)]
    rows = gather({each.code: Source(each.rows(actor, asked), MOST, key=each.key, told=each.told) for each in kinds})
    for each in kinds:
        found += [Found(str(each.title), row.told, reverse(each.page, args=[row.key])) for row in rows[each.code]]
    return found
