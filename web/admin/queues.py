"""Work queues of the vendor's staff: each app registers its own in `queues.py`.

The list that a queue links to shows exactly the queue's rows, so counts on the home match the list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from common.actor import Actor

# The program's rules of the day, None before any are published: a `Definition`, which this kit must not import.
Rules = Any


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One kind of work. ``since`` is the column with the start of the wait, ``due`` the last day of its term.

    ``page`` names the admin page of the rows, ``query`` the filters of the list. ``kept`` tells whether a program's
    rules have such work at all. ``partner`` is the lookup from a row to its company (an application is one itself),
    ``told`` the lookup to a word about the row. ``deadline`` is the rules' term, for counting its days. Rows of
    ``decided`` queues are decided one by one and may appear among the most urgent work.
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
    """Return every queue, in order."""
    return sorted(_registered.values(), key=lambda queue: queue.place)
