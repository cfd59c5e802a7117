"""Reads of the rotation: its published chain, and checking it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from common.prepared import Prepared, Slot
from common.tenancy import bind
from leads.rotation.models import Entry, Territory
from leads.rotation.rules import broken_links

PAGE = 5000


_HEADS = Prepared(
    lambda: (
        Territory.objects.filter(program_id=Slot("program"))
        .exclude(number=0)
        .order_by("mode", "country")
        .values_list("mode", "country", "number", "head")
    )
)


@dataclass(frozen=True)
class Head:
    """The end of one territory's chain, as it is published."""

    mode: str
    country: str
    number: int
    digest: str


def heads(program_id: int) -> list[Head]:
    """The end of every chain of the program; public, because it holds no personal data (R27)."""
    with bind(program_id, savepoint=False):
        return [Head(*row) for row in _HEADS.rows(program=program_id)]


def feed(program_id: int, *, mode: str, country: str, start: int) -> str:
    """Entries of a chain from a number on, at most `PAGE`, one JSON object a line; public."""
    with bind(program_id):
        rows = Entry.objects.filter(
            program_id=program_id, territory__mode=mode, territory__country=country, number__gte=start
        )
        found = rows.order_by("number").values("number", "digest", "body")[:PAGE]
        return "".join(f"{json.dumps(row)}\n" for row in found)


def checked(program_id: int, *, head: str = "") -> Iterator[tuple[Head, list[str]]]:
    """Check every chain of the program; yields each with what is wrong. ``head`` is a digest published earlier."""
    with bind(program_id):
        for territory in Territory.objects.filter(program_id=program_id).order_by("mode", "country"):
            rows = Entry.objects.filter(territory=territory).order_by("number")
            entries = list(rows.values_list("number", "body", "digest"))
            found = broken_links(entries, head=head)
            if (entries[-1][2] if entries else "") != territory.head:
                found.append("the last entry is not the stored head: the chain was cut")
            yield Head(territory.mode, territory.country, territory.number, territory.head), found
