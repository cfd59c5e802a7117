"""Pagination without counting: one extra row tells whether another page follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from common.numbers import whole_number

PAGE_SIZE = 24
LAST_PAGE = 100_000


@dataclass(frozen=True)
class Page:
    """One page of a list, and whether there is a previous or next one; ``last`` is 0 where nobody counted the pages."""

    rows: Sequence[Any]
    number: int
    has_next: bool
    last: int = 0

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
    """Return page ``number`` (from 1) of an ordered queryset or list; reads ``size`` + 1 rows."""
    start = (number - 1) * size
    return page_from(rows[start : start + size + 1], number, size)


def page_from(rows: Iterable[Any], number: int, size: int = PAGE_SIZE, *, total: int = 0) -> Page:
    """Return page ``number`` of its own rows, and the first of the next page if there is one.

    ``total`` is how many rows all pages have together, if that was counted.
    """
    found = list(rows)
    return Page(rows=found[:size], number=number, has_next=len(found) > size, last=ceil(total / size))


def page_number(parameters: QueryDict) -> int:
    """Return the page number in the address, or 1 if it is missing or invalid."""
    return whole_number(parameters.get("page", ""), most=LAST_PAGE) or 1
