"""Pages of long lists without counting them: one row more than a page shows says whether another follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

PAGE_SIZE = 24
LAST_PAGE = 100_000


@dataclass(frozen=True)
class Page:
    """Some rows of a list and whether there are more on either side."""

    rows: Sequence[Any]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


def page_of(rows: QuerySet[Any] | Sequence[Any], number: int = 1, size: int = PAGE_SIZE) -> Page:
    """The ``number``-th page (from 1) of an ordered queryset or list; reads ``size`` + 1 rows."""
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Page(rows=found[:size], number=number, has_next=len(found) > size)


def page_number(parameters: QueryDict) -> int:
    """The page an address asks for; the first one when it names none that exists."""
    asked = parameters.get("page", "")
    return min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdigit() and int(asked[:9]) > 0 else 1
