"""The filters of a list that are in force, in words, each with the address of the list without it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst

from web.requests import Request

_LOOKUPS = ("id__exact", "pk__exact", "id", "exact", "")  # of links from a record to the rows that belong to it


@dataclass(frozen=True)
class InForce:
    """One filter: what it asks, the value, and the address that removes it."""

    title: str
    value: str
    remove: str


def in_force(changelist: Any, request: Request) -> list[InForce]:
    """Return the filters of a list in their order, then those that a link from a record added."""
    asked = dict(changelist.get_filters_params())
    found = []
    for each in changelist.filter_specs:
        names = each.expected_parameters()
        values = [value for name in names for value in asked.pop(name, ()) if value]
        if values:
            remove = changelist.get_query_string(remove=names)
            found.append(InForce(capfirst(str(each.title)), _words(each, values, changelist), remove))
    return [*found, *_of_records(changelist, request, asked)]


def _words(spec: Any, values: Sequence[str], changelist: Any) -> str:
    """The chosen values as the filter names them."""
    choices: Any = getattr(spec, "lookup_choices", None) or getattr(getattr(spec, "field", None), "flatchoices", ())
    known = {str(value): str(words) for value, words in choices}
    if any(value in known for value in values):
        return ", ".join(known.get(value, value) for value in values)
    chosen = (one for one in spec.choices(changelist) if one.get("selected") and one.get("display"))
    return next((str(one["display"]) for one in chosen), " – ".join(values))


def _of_records(changelist: Any, request: Request, asked: Mapping[str, Sequence[str]]) -> Iterator[InForce]:
    """Filters by one record that the list offers in no menu, for instance a partner's claims."""
    for name, values in asked.items():
        field, _separator, lookup = name.partition("__")
        try:
            related: Any = changelist.model._meta.get_field(field).related_model
        except FieldDoesNotExist:
            continue
        if related is None or lookup not in _LOOKUPS or not hasattr(related.objects, "visible_to"):
            continue
        row = related.objects.visible_to(request.actor).filter(pk=values[0]).first()
        if row is not None:
            title = capfirst(str(related._meta.verbose_name))
            yield InForce(title, str(row), changelist.get_query_string(remove=[name]))
