"""The next and the previous row of the list from which a record was opened, so that a queue is worked through in turn.

The list's filters come with the link to the record (Django's `_changelist_filters`); a cookie for the pages of that
model keeps them through the record's decisions.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpResponse, QueryDict
from django.urls import reverse

from web.requests import Request

FILTERS = "_changelist_filters"
COOKIE = "worked_list"
MOST = 1000  # rows of a list that are known by their place
LONGEST = 1000  # characters of filters


@dataclass(frozen=True)
class Neighbors:
    """A row's place in its list, from 1, and the addresses beside it; empty at the ends."""

    place: int
    of: int
    previous: str
    next: str
    back: str

    @property
    def more(self) -> bool:
        """Whether the list is longer than what was read."""
        return self.of >= MOST


def filters_of(request: Request) -> str | None:
    """The filters of the list that is worked through; None for a record that was opened from elsewhere."""
    given = request.GET.get(FILTERS)
    if given is None:
        kept = request.COOKIES.get(COOKIE)
        given = unquote(kept) if kept is not None else None
    return given if given is not None and len(given) <= LONGEST and "\0" not in given else None


def neighbors(page: Any, request: Request, pk: int) -> Neighbors | None:
    """Find a row's place in the list; None if it isn't in there. One or two queries."""
    filters = filters_of(request)
    if filters is None:
        return None
    ids = _ids(page, request, filters)
    if pk not in ids:
        return None
    place = ids.index(pk)
    before, after = ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None
    return Neighbors(
        place + 1, len(ids), _address(page, before, filters), _address(page, after, filters), _list(page, filters)
    )


def keep_list(page: Any, request: Request, answer: HttpResponse) -> None:
    """Remember the list of a record in a cookie that only the pages of its model get."""
    if (given := request.GET.get(FILTERS)) is not None and len(given) <= LONGEST:
        answer.set_cookie(
            COOKIE,
            quote(given),
            path=_list(page),
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
            max_age=8 * 3600,
        )


def _ids(page: Any, request: Request, filters: str) -> Sequence[int]:
    asked = copy(request)
    asked.GET = QueryDict(filters)
    asked.__dict__["only_order"] = True
    try:
        found = page.get_changelist_instance(asked).get_queryset(asked)
    except IncorrectLookupParameters:
        return []
    return list(found.values_list("pk", flat=True)[:MOST])


def _address(page: Any, pk: int | None, filters: str) -> str:
    if pk is None:
        return ""
    row = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_change", args=[pk])
    return f"{row}?{FILTERS}={quote(filters)}"


def _list(page: Any, filters: str = "") -> str:
    found = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")
    return f"{found}?{filters}" if filters else found
