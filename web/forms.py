"""The base of forms that show what an operation refused."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from common.refusals import Refused
from web.choosing import Also, find_by


def offer(form: forms.Form, name: str, choices: Iterable[Any], *, also: Also | None = None) -> None:
    """Set the choices of the form's field; ``also`` gives other names by which a long list finds one."""
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = list(choices)
    if also:
        find_by(field, also)


def word_limits(field: forms.Field) -> None:
    """Say in plain words what a number may be."""
    for validator in field.validators:
        if isinstance(validator, MinValueValidator):
            validator.message = _("Enter %(limit_value)s or more.")
        elif isinstance(validator, MaxValueValidator):
            validator.message = _("Enter %(limit_value)s or less.")


class RefusableForm(forms.Form):
    """A form that calls an operation and shows what the operation refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(
                field, forms.IntegerField
            ):  # and decimals: the framework's own sentences are no plain English
                word_limits(field)

    def field_for(self, name: str) -> str:
        """Return the form field for an operation's field name; override it if the names differ."""
        return name

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Show each problem beside its field, or above the form if it has no field."""
        for name, message in problems.items():
            field = self.field_for(name)
            self.add_error(field if field in self.fields else None, message)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Show on the form what an operation in the block refuses; the rest of the block is skipped then."""
        try:
            yield
        except Refused as refusal:
            self.refuse(refusal.problems)
