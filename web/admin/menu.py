"""The admin's menu: each app registers its entries in `menu.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.text import format_lazy

from accounts.permissions import may
from web.requests import Request


@dataclass
class _Group:
    title: str | Promise
    place: int
    entries: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


_groups: dict[str, _Group] = {}


def add_group(code: str, title: str | Promise, *, place: int) -> None:
    """Register a menu heading; lower places come first. Its entries may be registered earlier."""
    entries = _groups[code].entries if code in _groups else []
    _groups[code] = _Group(title, place, entries)


def add_entry(
    group: str,
    title: str | Promise,
    *,
    icon: str,
    page: str,
    place: int,
    query: str = "",
    active: Callable[[Request], bool] | None = None,
    permission: str = "",
    shown: Callable[[Any], Any] | None = None,
) -> None:
    """Register an entry that links to an admin page, by its URL name; lower places come first in their group.

    ``active`` decides whether the entry is current, if its address alone doesn't. Only roles with ``permission`` see
    the entry, and only if ``shown`` returns true.
    """
    entry: dict[str, Any] = {
        "title": title,
        "icon": icon,
        "link": format_lazy("{}{}", reverse_lazy(f"admin:{page}"), query),
    }
    if active:
        entry["active"] = active
    if permission or shown:
        entry["permission"] = lambda request: (
            (not permission or may(request.actor, permission)) and (not shown or bool(shown(request)))
        )
    _groups.setdefault(group, _Group("", 0)).entries.append((place, entry))


def below(page: str) -> Callable[[Request], bool]:
    """Return whether a request is for an admin page or one below it."""
    return lambda request: request.path.startswith(reverse(f"admin:{page}"))


def navigation(request: Request) -> list[dict[str, Any]]:
    """Return the whole menu in the theme's format."""
    found = []
    for group in sorted(_groups.values(), key=lambda each: each.place):
        heading = {"title": group.title, "separator": True} if group.title else {}
        ordered = sorted(group.entries, key=lambda pair: pair[0])
        found.append({**heading, "items": [entry for _place, entry in ordered]})
    return found
