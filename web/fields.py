"""Form fields of the house: every text that a form takes passes `common.text`, and so do the fields of new apps.

Use these instead of Django's `CharField`, `EmailField`, `URLField` and `RegexField`, which ruff bans elsewhere.
"""

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.mailboxes import mailbox
from common.text import Untidy, tidy, typed_code, without_odd


def day_input() -> forms.DateInput:
    """A date input in the ISO format that browsers send, whatever the language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def number_input() -> forms.NumberInput:
    """An input for an amount, with the keys for decimals on a phone."""
    return forms.NumberInput(attrs={"inputmode": "decimal"})


def file_input(kinds: str) -> forms.ClearableFileInput:
    """An input for a file of these kinds, which the browser's dialog shows: ".csv,.txt"."""
    return forms.ClearableFileInput(attrs={"accept": kinds})


class TidyField(forms.Field):
    """What the text fields share: their text is read by ``read``, and what it refuses is shown beside the field."""

    def read(self, text: str) -> str:
        """Return the text as it is stored. Raises Untidy."""
        return tidy(text)

    def to_python(self, value: Any) -> Any:
        """Return the text as it is stored. Raises ValidationError."""
        given = value if value is None or isinstance(value, str) else str(value)
        try:
            return super().to_python(self.read(given) if given else given)
        except Untidy as untidy:
            raise ValidationError(str(untidy), code="untidy") from untidy


class Line(TidyField, forms.CharField):
    """One line of text, such as a name."""


class Lines(TidyField, forms.CharField):
    """Text of several lines."""

    widget = forms.Textarea

    def read(self, text: str) -> str:
        return tidy(text, lines=True)


class ListOfLines(TidyField, SimpleArrayField):
    """Several short texts, one per line, each of at most ``longest`` characters; empty lines are left out."""

    widget = forms.Textarea

    def __init__(self, *, longest: int, **options: Any) -> None:
        super().__init__(Line(max_length=longest), delimiter="\n", **options)

    def read(self, text: str) -> str:
        return "\n".join(line for line in tidy(text, lines=True).splitlines() if line.strip())

    def to_python(self, value: Any) -> Any:
        """Return the texts. Raises ValidationError."""
        # Django asks again with the texts themselves to see whether they have changed.
        return SimpleArrayField.to_python(self, value) if isinstance(value, list) else super().to_python(value)


class Code(TidyField, forms.CharField):
    """A code or reference: it is compared, so nothing in it may be invisible."""

    def read(self, text: str) -> str:
        return tidy(text, joiners=False)


class TypedCode(TidyField, forms.CharField):
    """A code that a person types from a letter or a page, in any case and grouping."""

    def read(self, text: str) -> str:
        return typed_code(text)


class Search(TidyField, forms.CharField):
    """Words to search for: what nobody can see is left out, not refused."""

    def read(self, text: str) -> str:
        return without_odd(text)


class TaxId(Code):
    """A tax ID, which nobody's browser should correct or fill in with something else."""

    def __init__(self, **options: Any) -> None:
        plain = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attrs=plain))
        super().__init__(**options)


class Phone(Line):
    """Somebody's phone number, which the browser doesn't fill in with one's own."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}))
        super().__init__(**options)


class Mailbox(TidyField, forms.EmailField):
    """An email address in its one form: somebody else's, which the browser doesn't fill in, unless ``own``."""

    default_error_messages = {"invalid": _("Enter an email address, for example name@example.com.")}

    def __init__(self, *, own: bool = False, **options: Any) -> None:
        options.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email" if own else "off"}))
        super().__init__(**options)

    def read(self, text: str) -> str:
        return mailbox(text)


class Website(TidyField, forms.URLField):
    """A web address; one without a scheme is read as https."""

    default_error_messages = {"invalid": _("Enter a web address, for example https://example.com.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("assume_scheme", "https")
        # An input of the type "url" would have the browser refuse an address without https://.
        typed = {"inputmode": "url", "autocapitalize": "off", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attrs=typed))
        super().__init__(**options)

    def read(self, text: str) -> str:
        return tidy(text, joiners=False)


class Pattern(TidyField, forms.RegexField):
    """One line of text that matches a pattern."""


def tidy_field(column: models.Field) -> type[TidyField] | None:
    """Return the form field that reads a text column; None for other columns."""
    kinds: list[tuple[type[models.Field], type[TidyField]]] = [
        (models.EmailField, Mailbox),
        (models.URLField, Website),
        (models.CharField, Line),
        (models.TextField, Lines),
    ]
    return next((field for kind, field in kinds if isinstance(column, kind)), None)


class Password(forms.CharField):
    """A password, kept exactly as typed: it is only ever hashed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.PasswordInput)
        super().__init__(strip=False, **options)


class Hidden(forms.CharField):
    """What the page itself wrote into the form and reads back: compared, never stored or shown."""

    widget = forms.HiddenInput
