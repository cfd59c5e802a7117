"""Cards that one app shows on another app's page: each app registers its own in `cards.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from web.mixed_rows import Source, Written
from web.requests import Request

Facts = Callable[[Any, Any], Mapping[str, Any] | None]
Reads = Callable[[Any], Mapping[str, Source | Written]]


@dataclass(frozen=True)
class _Registered:
    page: str
    template: str
    facts: Facts
    place: int
    reads: Reads | None


_registered: list[_Registered] = []


def add_card(page: str, template: str, facts: Facts, *, place: int, reads: Reads | None = None) -> None:
    """Register a card for a page; lower places come first.

    ``facts`` gets the request and the page's subject, and returns the template's context, or None for no card. On a
    page that gathers its rows (web/mixed_rows.py), the subject is what it gathered; ``reads`` adds a card's own rows.
    """
    _registered.append(_Registered(page, template, facts, place, reads))


def card_sources(page: str, request: Request) -> dict[str, Source | Written]:
    """What the cards of a page read, to be gathered with its own rows."""
    found: dict[str, Source | Written] = {}
    for card in _registered:
        if card.page == page and card.reads:
            found |= card.reads(request)
    return found


def cards(page: str, request: Request, about: Any = None) -> list[SafeString]:
    """Render the cards registered for a page."""
    found = []
    for card in sorted(_registered, key=lambda each: each.place):
        if card.page == page and (facts := card.facts(request, about)) is not None:
            found.append(render_to_string(card.template, dict(facts), request=request))
    return found
