"""Fields that may take another field's answer over: a postal address that is the legal address.

A tick box stands before such a field. The answer is taken over when the form is sent, so it works without script, and
the field is hidden while the box is ticked (static/css/components.css). Names with a hyphen are the portal's own.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from programs.definition.forms import FormField

BOX = "same-"


def taken_over(data: Any, asked: Iterable[FormField], prefix: str = "") -> Any:
    """What was sent, with the other field's answer where a box is ticked; ``prefix`` stands before codes in names."""
    pairs = [(box, name, other) for box, name, other in _pairs(asked, prefix) if data and data.get(box)]
    if not pairs:
        return data
    found = data.copy() if hasattr(data, "copy") else dict(data)
    for _box, name, other in pairs:
        found[name] = found.get(other, "")
    return found


def with_boxes(
    fields: Mapping[str, forms.Field], asked: Iterable[FormField], initial: Mapping[str, Any], prefix: str = ""
) -> dict[str, forms.Field]:
    """The fields with a tick box before each that may take another's answer over; ticked where both are the same."""
    boxes = {name: (box, other) for box, name, other in _pairs(asked, prefix) if name in fields and other in fields}
    found: dict[str, forms.Field] = {}
    for name, field in fields.items():
        if name in boxes:
            box, other = boxes[name]
            said = format_lazy(_("Same as: {field}"), field=fields[other].label)
            same = bool(initial.get(name)) and initial.get(name) == initial.get(other)
            found[box] = forms.BooleanField(label=said, required=False, initial=same)
        found[name] = field
    return found


def without_repeated(
    problems: Mapping[str, Any], data: Any, asked: Iterable[FormField], prefix: str = ""
) -> dict[str, Any]:
    """The problems without those of a hidden field whose answer is another's: that one shows them."""
    repeated = {name for box, name, other in _pairs(asked, prefix) if data and data.get(box) and other in problems}
    return {name: said for name, said in problems.items() if name not in repeated}


def box_of(field: FormField) -> str:
    """The name of the box before a field; empty if it has none."""
    return f"{BOX}{field.code}" if field.same_as else ""


def _pairs(asked: Iterable[FormField], prefix: str) -> Iterator[tuple[str, str, str]]:
    for field in asked:
        if field.same_as:
            yield f"{BOX}{prefix}{field.code}", f"{prefix}{field.code}", f"{prefix}{field.same_as}"
