"""Pages of lists by cursor: the place after the last row shown, signed, so that nobody makes one up."""

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
    """The parameters of the address that the form knows, checked; others are no business of a list.

    Raises ValidationError by parameter.
    """
    if not form._declared_fields.keys() & request.GET.keys():
        return {}  # the usual page asks for nothing, and a form costs a tenth of it
    sent = form(data=request.GET)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)


def page_size(request: HttpRequest) -> int:
    """How many rows a page shall have, 1 to `MOST`. Raises ValidationError."""
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
    """A page of ``rows`` in ``order``, whose last name is unique, as dicts of ``fields``, each shown by ``show``.

    A cursor holds the order's values of the last row shown. Names of ``order`` are none that can be NULL; a leading
    minus is descending. One row more than a page is read, none is counted. Raises ValidationError for a bad cursor.
    """
    size = page_size(request)
    names = [name.lstrip("-") for name in order]
    if cursor := request.GET.get("cursor"):
        rows = _after(rows, order, _place(cursor, names, request.path))
    found = list(rows.order_by(*order).values(*dict.fromkeys((*fields, *names)))[: size + 1])
    more = found[size:]
    shown = found[:size]
    following = None
    if more:
        place = signing.dumps([request.path, [_plain(shown[-1][name]) for name in names]], salt=_SALT, compress=True)
        query = request.GET.copy()
        query["cursor"] = place
        following = f"{request.path}?{query.urlencode()}"
    return {"next": following, "results": [show(row) for row in shown]}


def _place(cursor: str, names: Sequence[str], path: str) -> list[Any]:
    try:
        where, place = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError, OverflowError) as error:
        raise ValidationError({"cursor": "This cursor is none of ours; begin without one."}) from error
    if where != path or len(place) != len(names):
        raise ValidationError({"cursor": "This cursor belongs to another list; begin without one."})
    return list(place)


def _after(rows: QuerySet[Any], order: Sequence[str], place: Sequence[Any]) -> QuerySet[Any]:
    """Rows behind the place: after it in the first name, or equal there and after it in the next, and so on."""
    behind, equal = Q(), Q()
    for name, value in zip(order, place, strict=True):
        column, sense = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        behind |= equal & Q(**{f"{column}__{sense}": value})
        equal &= Q(**{column: value})
    # The first name bounds the range, so that an index on the order is entered in the right place.
    first, bound = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return rows.filter(Q(**{f"{first}__{bound}": place[0]}) & behind)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | bool) else value.isoformat()
