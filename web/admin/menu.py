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
    """Register a heading of the menu; lower places come first. Entries may be added before their heading."""
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
    """Register an entry that leads to a page of the admin, by its URL name; lower places come first in their group.

    ``active`` tells when the entry is the current one, if its own address does not. It is there for roles with the
    ``permission``, when ``shown`` says so.
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
    """Whether a request is for a page of the admin or for one below it."""
    return lambda request: request.path.startswith(reverse(f"admin:{page}"))


def navigation(request: Request) -> list[dict[str, Any]]:
    """The whole menu as the theme takes it."""
    found = []
    for group in sorted(_groups.values(), key=lambda each: each.place):
        heading = {"title": group.title, "separator": True} if group.title else {}
        ordered = sorted(group.entries, key=lambda pair: pair[0])
        found.append({**heading, "items": [entry for _place, entry in ordered]})
    return found
