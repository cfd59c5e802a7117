"""Refuses what an endpoint does not document: query parameters and fields of the body, by name."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, DictField, Field, ListField, ListSerializer, Serializer
from rest_framework.views import APIView

UNKNOWN_PARAMETER = "This address does not take this parameter."
UNKNOWN_FIELD = "This request does not take this field."


def refuse_unknown_parameters(view: APIView, request: Request) -> None:
    """Raise ValidationError for query parameters that the operation's schema does not have."""
    if not request.GET or request.method not in ("GET", "POST"):
        return
    handler = getattr(view, request.method.lower(), None)
    if handler is not None and (unknown := request.GET.keys() - _parameters(handler.__func__)):
        raise ValidationError(dict.fromkeys(sorted(unknown), UNKNOWN_PARAMETER))


@cache
def _parameters(handler: Callable[..., Any]) -> frozenset[str]:
    """Return the names of the query parameters that `extend_schema` gives an operation."""
    schema = handler.kwargs["schema"]()  # type: ignore[attr-defined]
    schema.view, schema.method = APIView(), handler.__name__.upper()  # which an override of parameters asks for
    schema.view.request, schema.view.kwargs = None, {}
    names: set[str] = set()
    for given in schema.get_override_parameters():
        if isinstance(given, OpenApiParameter):
            names |= {given.name} if given.location == OpenApiParameter.QUERY else set()
        else:
            names |= given._declared_fields.keys()
    return frozenset(names)


def refuse_unknown_fields(form: Serializer[Any], data: Any) -> None:
    """Raise ValidationError for fields of a body, at any depth, that the form does not have."""
    if unknown := dict.fromkeys(sorted(_unknown(form, data)), UNKNOWN_FIELD):
        raise ValidationError(unknown)


def _unknown(field: Field[Any, Any, Any, Any] | BaseSerializer[Any], data: Any, place: str = "") -> set[str]:
    """Return the dotted names of fields that a form does not have."""
    if isinstance(field, ListSerializer | ListField) and isinstance(data, list):
        return {name for number, each in enumerate(data) for name in _unknown(field.child, each, f"{place}{number}.")}
    if not isinstance(data, Mapping):
        return set()
    if isinstance(field, DictField):
        return {name for key, each in data.items() for name in _unknown(field.child, each, f"{place}{key}.")}
    if not isinstance(field, Serializer):
        return set()
    known = field.fields
    found = {f"{place}{name}" for name in data.keys() - known.keys()}
    return found.union(*(_unknown(known[name], data[name], f"{place}{name}.") for name in data.keys() & known.keys()))
