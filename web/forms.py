"""The form base: a form that shows what an operation refused."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from django import forms

from common.refusals import Refused


def offer(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Offer these choices in the form's field of that name."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


class RefusableForm(forms.Form):
    """A form with an operation behind it, which shows what the operation refused."""

    def field_for(self, name: str) -> str:
        """The form's field for a name that the operation uses; a form whose names differ overrides this."""
        return name

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Put each problem beside its field; what belongs to no field of the form stands above it."""
        for name, message in problems.items():
            field = self.field_for(name)
            self.add_error(field if field in self.fields else None, message)

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Show on the form what an operation refuses inside the block; the rest of the block does not happen then."""
        try:
            yield
        except Refused as refusal:
            self.refuse(refusal.problems)
