"""The dashboard's menu: each app registers its pages, and the groups they stand in, in `tabs.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from accounts.permissions import may
from common.actor import Actor

MOST_COUNTED = 100  # the highest count of new items on a tab; pages show "99+" from there


@dataclass(frozen=True)
class _Group:
    words: str | Promise
    place: int


@dataclass(frozen=True)
class _Registered:
    name: str
    words: str | Promise
    group: str
    permission: str
    place: int
    section: Callable[[Any], object] | None
    count: Callable[[Actor], int] | None


@dataclass(frozen=True)
class Tab:
    """One entry; ``current`` on its page and those below, ``count`` is the number of new items."""

    address: str
    words: str | Promise
    group: str | Promise
    current: bool
    count: int = 0


_groups: dict[str, _Group] = {}
_registered: dict[str, _Registered] = {}


def add_tab_group(code: str, words: str | Promise, *, place: int) -> None:
    """Register a heading of the menu; lower places come first. Any app may put its tabs under it."""
    _groups[code] = _Group(words, place)


def add_tab(
    name: str,
    words: str | Promise,
    *,
    group: str,
    permission: str,
    place: int,
    section: Callable[[Any], object] | None = None,
    count: Callable[[Actor], int] | None = None,
) -> None:
    """Register a page of the dashboard by its URL name, for roles with ``permission``; lower places come first.

    ``section`` tells whether a program's rules have what the tab shows; ``count`` returns the number of new items, at
    most `MOST_COUNTED`.
    """
    _registered[name] = _Registered(name, words, group, permission, place, section, count)


def has_section(name: str, rules: Any) -> bool:
    """Return whether the program's rules have what a tab shows."""
    section = _registered[name].section
    return section is None or bool(section(rules))


def tabs(actor: Actor, path: str, *, rules: Any) -> list[Tab]:
    """Return the tabs for the actor's role and the rules, group by group.

    The longest address that starts ``path`` is current.
    """
    shown = [
        (reverse(each.name), each)
        for each in sorted(_registered.values(), key=lambda each: (_groups[each.group].place, each.place))
        if may(actor, each.permission) and has_section(each.name, rules)
    ]
    here = max((address for address, _each in shown if path.startswith(address)), key=len, default="")
    return [
        Tab(address, each.words, _groups[each.group].words, address == here, each.count(actor) if each.count else 0)
        for address, each in shown
    ]
