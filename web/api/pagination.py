"""Cursor pagination: a cursor is the position after the last row shown, signed against forgery."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import Serializer

MOST, USUAL = 100, 50
_SALT = "portal.api.cursor"

Row = Mapping[str, Any]


def asked(form: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """Return the query parameters that the form knows, validated. The endpoint has refused unknown ones.

    Raises ValidationError by parameter.
    """
    if not form._declared_fields.keys() & request.GET.keys():
        return {}  # most requests have none, and a form takes a tenth of their time
    sent = form(data=request.GET, context={"request": request})
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)


def page_size(request: HttpRequest) -> int:
    """Return the page size, 1 to `MOST`. Raises ValidationError."""
    asked = request.GET.get("page_size", str(USUAL))
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 3 and 1 <= int(asked) <= MOST):
        raise ValidationError({"page_size": f"A whole number from 1 to {MOST}."})
    return int(asked)


def paginate(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    order: Sequence[str],
    fields: Sequence[str],
    show: Callable[[Row], Any],
) -> dict[str, Any]:
    """Return a page of ``rows`` in ``order``, read as dicts of ``fields`` and each converted by ``show``.

    A cursor holds the order's values of the last row shown. The last name in ``order`` must be unique and none may be
    NULL; a leading minus is descending. It reads one row more than a page and counts none. Raises ValidationError for a
    bad cursor.
    """
    size = page_size(request)
    names = [name.lstrip("-") for name in order]
    if cursor := request.GET.get("cursor"):
        rows = _after(rows, order, _place(cursor, names, request.path))
    found = list(rows.order_by(*order).values(*dict.fromkeys((*fields, *names)))[: size + 1])
    more = found[size:]
    shown = found[:size]
    following = _following(request, [_plain(shown[-1][name]) for name in names] if more else None)
    return {**following, "results": [show(row) for row in shown]}


def page_found(
    request: HttpRequest, find: Callable[[int, int], Sequence[Any]], *, show: Callable[[Any], Any]
) -> dict[str, Any]:
    """Return a page of rows that are found by their number: ``find`` takes the first one's and how many are wanted.

    For lists without an order that a cursor could continue, such as the matches of a search. Raises ValidationError for
    a bad cursor.
    """
    size, start = page_size(request), 0
    if cursor := request.GET.get("cursor"):
        (start,) = _place(cursor, ("number",), request.path)
    found = list(find(start, size + 1))
    following = _following(request, [start + size] if len(found) > size else None)
    return {**following, "results": [show(row) for row in found[:size]]}


def _following(request: HttpRequest, place: Sequence[Any] | None) -> dict[str, str | None]:
    """Return the address of the page after a position, and its cursor alone; both null after the last page."""
    if place is None:
        return {"next": None, "next_cursor": None}
    query = request.GET.copy()
    query["cursor"] = cursor = signing.dumps([request.path, list(place)], salt=_SALT, compress=True)
    return {"next": request.build_absolute_uri(f"{request.path}?{query.urlencode()}"), "next_cursor": cursor}


def _place(cursor: str, names: Sequence[str], path: str) -> list[Any]:
    try:
        where, place = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError, OverflowError) as error:
        raise ValidationError({"cursor": "This cursor is none of ours; begin without one."}) from error
    if where != path or len(place) != len(names):
        raise ValidationError({"cursor": "This cursor belongs to another list; begin without one."})
    return list(place)


def _after(rows: QuerySet[Any], order: Sequence[str], place: Sequence[Any]) -> QuerySet[Any]:
    """Return rows after the position: greater in the first name, or equal there and greater in the next, and so on."""
    behind, equal = Q(), Q()
    for name, value in zip(order, place, strict=True):
        column, sense = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        behind |= equal & Q(**{f"{column}__{sense}": value})
        equal &= Q(**{column: value})
    # A bound on the first name lets PostgreSQL start at the right position of an index on the order.
    first, bound = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return rows.filter(Q(**{f"{first}__{bound}": place[0]}) & behind)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | bool) else value.isoformat()
