"""The dashboard's menu: each app registers its pages, and the groups they stand in, in `tabs.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from accounts.permissions import may
from common.actor import Actor
from common.planned import planned
from web.statements import Statement, remembered

_COUNT = "(SELECT count(*) FROM ({}) rows)"
MOST_COUNTED = 100  # the highest count of new items on a tab; pages show "99+" from there


@dataclass(frozen=True)
class _Group:
    words: str | Promise
    place: int
    later: bool


@dataclass(frozen=True)
class _Registered:
    name: str
    words: str | Promise
    group: str
    permission: str
    place: int
    section: Callable[[Any], object] | None
    count: Callable[[Actor], QuerySet[Any]] | None


@dataclass(frozen=True)
class Tab:
    """One entry; ``current`` on its page and those below, ``count`` is the number of new items.

    ``folded`` for a new partner in a group that it needs later, until something in it is new or current.
    """

    address: str
    words: str | Promise
    group: str | Promise
    current: bool
    count: int = 0
    folded: bool = False


_groups: dict[str, _Group] = {}
_registered: dict[str, _Registered] = {}


def add_tab_group(code: str, words: str | Promise, *, place: int, later: bool = False) -> None:
    """Register a heading of the menu; lower places come first. Any app may put its tabs under it.

    What a partner needs only ``later`` is folded at first.
    """
    _groups[code] = _Group(words, place, later)


def add_tab(
    name: str,
    words: str | Promise,
    *,
    group: str,
    permission: str,
    place: int,
    section: Callable[[Any], object] | None = None,
    count: Callable[[Actor], QuerySet[Any]] | None = None,
) -> None:
    """Register a page of the dashboard by its URL name, for roles with ``permission``; lower places come first.

    ``section`` tells whether a program's rules have what the tab shows; ``count`` returns the rows of new items, which
    are counted up to `MOST_COUNTED`, those of all tabs in one statement, which `remembered` keeps.
    """
    _registered[name] = _Registered(name, words, group, permission, place, section, count)


def has_section(name: str, rules: Any) -> bool:
    """Return whether the program's rules have what a tab shows."""
    section = _registered[name].section
    return section is None or bool(section(rules))


def tabs(actor: Actor, path: str, *, rules: Any, new: bool = False) -> list[Tab]:
    """Return the tabs for the actor's role and the rules, group by group; ``new`` for a new partner.

    The longest address that starts ``path`` is current.
    """
    shown = [
        (_address(each.name), each)
        for each in sorted(_registered.values(), key=lambda each: (_groups[each.group].place, each.place))
        if may(actor, each.permission) and has_section(each.name, rules)
    ]
    here = max((address for address, _each in shown if path.startswith(address)), key=len, default="")
    counts = _counts({each.name: _new_items(each.count, actor) for _address, each in shown if each.count})
    needed = {each.group for address, each in shown if address == here or counts.get(each.name)}
    folded = {code for code, group in _groups.items() if new and group.later and code not in needed}
    return [
        Tab(
            address,
            each.words,
            _groups[each.group].words,
            address == here,
            counts.get(each.name, 0),
            each.group in folded,
        )
        for address, each in shown
    ]


@cache
def _address(name: str) -> str:
    """The page's address, found once per process: the menu has 26."""
    return reverse(name)


def _new_items(count: Callable[[Actor], QuerySet[Any]], actor: Actor) -> Statement | None:
    return remembered(actor, (count,), lambda alike: _part(count(alike)))


def _counts(found: dict[str, Statement | None]) -> dict[str, int]:
    """The number of new items by tab; rows of all tabs are counted in one statement."""
    parts = {name: part for name, part in found.items() if part}
    if not parts:
        return {}
    with planned() as cursor:
        asked = ", ".join(_COUNT.format(sql) for sql, _given in parts.values())
        cursor.execute(f"SELECT {asked}", [value for _sql, given in parts.values() for value in given])
        return dict(zip(parts, cursor.fetchone(), strict=True))


def _part(rows: QuerySet[Any]) -> Statement | None:
    """The statement of the rows to count; None if there can be none."""
    try:
        sql, given = rows.order_by().values("pk")[:MOST_COUNTED].query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, given
