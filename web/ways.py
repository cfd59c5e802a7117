"""Where a requirement can be met: the app that holds the act registers it in `ways.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.permissions import may
from common.actor import Actor

Rules = Any  # a `Definition`, which this kit must not import
Requirement = Any  # a `Counted` requirement of these rules


@dataclass(frozen=True, kw_only=True)
class Way:
    """An act toward a requirement: what to do (``title``), and the button that leads there.

    Without an ``address`` nobody said where it is done; ``note`` says who records it. ``permission`` is what the act
    asks for, empty where anybody on the team can do it.
    """

    title: str
    button: str = ""
    address: str = ""
    note: str = ""
    permission: str = ""


Finder = Callable[[Rules, Requirement], Way | None]

_finders: list[Finder] = []


def add_way(find: Finder) -> Finder:
    """Register how an app's acts meet requirements; a finder returns None for what is not its own."""
    _finders.append(find)
    return find


def way_to(requirement: Requirement, *, rules: Rules, actor: Actor | None = None) -> Way | None:
    """The way to meet a requirement; None if no app has one, or the actor may not take it."""
    for find in _finders:
        way = find(rules, requirement)
        if way is not None and (not actor or not way.permission or may(actor, way.permission)):
            return way
    return None
