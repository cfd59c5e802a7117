"""A form that shows what a person typed before, without being sent: the part of drafts that forms know.

`form.drafted` holds the texts by name; `CompiledField` (web/rendering.py) shows them instead of the initial values.
partners/drafts keeps them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

NAME = "form-draft"
"""The hidden field that says which draft a form is; codes of programs have no hyphen."""
_ABSENT = (forms.SelectMultiple, forms.CheckboxSelectMultiple, forms.CheckboxInput)  # not sent when nothing is chosen


@dataclass(frozen=True, slots=True)
class Restored:
    """The form's draft on a page: its token, and when it was kept if it is shown."""

    token: str
    at: datetime | None = None


def leave_out(form: Any, names: Iterable[str]) -> None:
    """Say which fields a draft doesn't fill."""
    form.not_drafted = frozenset(names)


def drafted_value(bound: forms.BoundField) -> tuple[bool, Any]:
    """Whether a draft fills the field, and with what."""
    form: Any = bound.form
    typed = getattr(form, "drafted", None)
    field = bound.field
    if typed is None or form.is_bound or field.disabled or bound.name in getattr(form, "not_drafted", ()):
        return False, None
    widget = field.widget
    consent = isinstance(widget, forms.CheckboxInput) and field.required
    if consent or bound.is_hidden or widget.needs_multipart_form:
        return False, None
    if bound.html_name not in typed and not isinstance(widget, _ABSENT):
        return False, None
    return True, field.prepare_value(widget.value_from_datadict(typed, {}, bound.html_name))
