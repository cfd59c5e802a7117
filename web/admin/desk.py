"""What people keep at the lists of the admin: saved views, and who works on a row. One app registers it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from web.admin.queues import queues
from web.requests import Request


@dataclass(frozen=True)
class View:
    """A saved view of a list: its name, its address, and what the list is called."""

    name: str
    address: str
    listed: str = ""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the registering app answers. A list is named by its model ("activities.claim").

    ``views`` are the saved views of a list, ``every`` those of all lists: the person's own and those for all staff,
    read once in a request. ``save`` is the address that saves the present one. ``names`` says who works on rows,
    ``give`` is the address that assigns rows, ``chosen_by`` the list filter of the people; ``settled`` is called with
    rows that were decided.
    """

    views: Callable[[Request, str], Sequence[View]]
    every: Callable[[Request], Sequence[View]]
    save: Callable[[str, str], str]
    names: Callable[[Request, str, Sequence[int]], Mapping[int, str]]
    give: Callable[[str, Sequence[int]], str]
    chosen_by: type[Any]
    settled: Callable[[Request, str, Sequence[int]], object]


_registered: list[Desk] = []


def register_desk(desk: Desk) -> None:
    """Register what answers."""
    _registered[:] = [desk]


def desk_of(page: Any) -> Desk | None:
    """What was registered, for a list whose rows are somebody's work: those of the queues; else None."""
    name = f"{page.opts.app_label}_{page.opts.model_name}"
    works = any(queue.page == name for queue in queues())
    return _registered[0] if _registered and works else None


def any_desk() -> Desk | None:
    """What was registered."""
    return _registered[0] if _registered else None
