"""The admin's menu: each app registers its entries in `menu.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise

from accounts.permissions import may
from web.admin.desk import View, any_desk
from web.requests import Request

MOST_VIEWS = 6  # of a list, below its entry; the list itself has the others
OPENED = "menu"  # the cookie with the groups that the person opened (static/js/menu.js)


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
        "page": page,
        "query": query,
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
    return lambda request: request.path.startswith(_address(page))


def sidebar(request: Request) -> list[dict[str, Any]]:
    """Return the menu that this person sees, in the theme's format; the current group is open, and those kept open.

    Everything is worked out once: the theme's own way asks for each address, title and permission several times, which
    took a third of an admin page.
    """
    found = entries_of(request)
    _add_views(request, [entry for group in found if group["open"] or "title" not in group for entry in group["items"]])
    return found


def entries_of(request: Request) -> list[dict[str, Any]]:
    """Return the menu that this person sees without the saved views of its lists."""
    found, opened = [], request.COOKIES.get(OPENED, "").split(".")
    for group in navigation():
        entries = [_shown(entry, request) for entry in group["items"] if _may_see(entry, request)]
        if entries:
            is_open = group["code"] in opened or any(entry["active"] for entry in entries)
            found.append({**group, "items": entries, "open": is_open})
    return found


def navigation() -> list[dict[str, Any]]:
    """Return the whole menu, in its order."""
    found = []
    for code, group in sorted(_groups.items(), key=lambda pair: pair[1].place):
        heading = {"title": group.title, "separator": True} if group.title else {}
        ordered = sorted(group.entries, key=lambda pair: pair[0])
        found.append({**heading, "code": code, "items": [entry for _place, entry in ordered]})
    return found


def _may_see(entry: dict[str, Any], request: Request) -> bool:
    return "permission" not in entry or bool(entry["permission"](request))


def _shown(entry: dict[str, Any], request: Request) -> dict[str, Any]:
    address, home = _address(entry["page"]), _address("index")
    if "active" in entry:
        active = entry["active"](request)
    else:
        active = request.path == address or (address != home and address in request.path)
    return {
        "title": str(entry["title"]),
        "icon": entry["icon"],
        "link": address + entry["query"],
        "active": active,
        "has_permission": True,
    }


def _add_views(request: Request, entries: list[dict[str, Any]]) -> None:
    """Put the saved views of lists below their entries: the person's own and those for all; one query."""
    desk, here = any_desk(), request.get_full_path()
    by_list: dict[str, list[View]] = {}
    for view in desk.every(request) if desk and entries else ():
        by_list.setdefault(view.address.partition("?")[0], []).append(view)
    for entry in entries:
        views = by_list.pop(entry["link"].partition("?")[0], [])[:MOST_VIEWS]
        entry["views"] = [{"title": view.name, "link": view.address, "active": view.address == here} for view in views]
        entry["active_view"] = any(view["active"] for view in entry["views"])


def _address(page: str) -> str:
    return _address_below(page, get_script_prefix())


@cache
def _address_below(page: str, _prefix: str) -> str:
    return reverse(f"admin:{page}")
