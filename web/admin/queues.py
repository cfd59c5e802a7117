"""Queues of work that waits for the vendor's staff: each app registers its own in `queues.py`.

The list behind a queue's address shows exactly the queue's rows: the home counts what somebody finds behind the link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from common.actor import Actor

# The program's rules of the day, None before any are published: a `Definition`, which this kit knows nothing of.
Rules = Any


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One kind of work. ``since`` is the column that says from when a row waits, ``due`` the last day of its term.

    ``page`` names the admin's pages of the rows, ``query`` the filters of the list. ``kept`` tells whether a program's
    rules have such work at all. ``partner`` leads from a row to its company (an application is one itself); ``told`` to
    a word about the row. ``deadline`` is the rules' term, for counting its days. ``decided`` are queues whose rows
    somebody decides one by one: they stand among the most urgent things.
    """

    code: str
    title: str | Promise
    icon: str
    page: str
    query: str
    rows: Callable[[Actor, date, Rules], QuerySet[Any]]
    kept: Callable[[Rules], object]
    place: int
    since: str
    due: str = ""
    partner: str = "partner__"
    told: str = ""
    deadline: Callable[[Rules], Any] = lambda rules: None
    decided: bool = True


_registered: dict[str, Queue] = {}


def add_queue(queue: Queue) -> None:
    """Register a queue; lower places come first."""
    _registered[queue.code] = queue


def queues() -> list[Queue]:
    """Every queue, in order."""
    return sorted(_registered.values(), key=lambda queue: queue.place)
