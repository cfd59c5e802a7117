"""The dashboard's tabs: each app registers its own in `tabs.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from accounts.permissions import may
from common.actor import Actor

MOST_COUNTED = 100  # the highest count of new items on a tab; pages show "99+" from there


@dataclass(frozen=True)
class _Registered:
    name: str
    words: str | Promise
    permission: str
    place: int
    section: Callable[[Any], object] | None
    count: Callable[[Actor], int] | None


@dataclass(frozen=True)
class Tab:
    """One tab; ``current`` on its page and those below, ``count`` is the number of new items."""

    address: str
    words: str | Promise
    current: bool
    count: int = 0


_registered: dict[str, _Registered] = {}


def add_tab(
    name: str,
    words: str | Promise,
    *,
    permission: str,
    place: int,
    section: Callable[[Any], object] | None = None,
    count: Callable[[Actor], int] | None = None,
) -> None:
    """Register a tab under the URL name of its page, shown to roles with ``permission``; lower places come first.

    ``section`` tells whether a program's rules have what the tab shows; ``count`` returns the number of new items, at
    most `MOST_COUNTED`.
    """
    _registered[name] = _Registered(name, words, permission, place, section, count)


def has_section(name: str, rules: Any) -> bool:
    """Return whether the program's rules have what a tab shows."""
    section = _registered[name].section
    return section is None or bool(section(rules))


def tabs(actor: Actor, path: str, *, rules: Any) -> list[Tab]:
    """Return the tabs for the actor's role and the rules; the longest address that starts ``path`` is current."""
    shown = [
        (reverse(each.name), each)
        for each in sorted(_registered.values(), key=lambda each: each.place)
        if may(actor, each.permission) and has_section(each.name, rules)
    ]
    here = max((address for address, _each in shown if path.startswith(address)), key=len, default="")
    return [
        Tab(address, each.words, address == here, each.count(actor) if each.count else 0) for address, each in shown
    ]
