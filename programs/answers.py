"""Forms that a program's definition asks for, and the answers to them: one way for applicants, claims and the API.

Answers are stored as text by the field's code: a day as 2026-03-01, a number without separators, a country as two
letters, a phone number in its international form. Files are no answers: they are kept as documents.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils import formats
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.countries import country_choices, country_name
from common.uploads import Format, UnableToUpload, Upload, read_upload
from programs.definition.forms import FormField

# The longest answer of each kind, in characters.
LONGEST = {
    "text": 200,
    "long_text": 4000,
    "url": 300,
    "email": 254,
    "phone": 40,
    "date": 10,
    "number": 24,
    "money": 24,
    "country": 2,
    "choice": 200,
}
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
ALL_FORMATS: tuple[Format, ...] = ("pdf", "jpeg", "png")
_ENDINGS = {"pdf": ".pdf", "jpeg": ".jpg,.jpeg", "png": ".png"}
# Marks that turn the order of the text around them: nobody types them, they make one thing look like another.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_answers(asked: Iterable[FormField], data: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What was answered, as it is stored, and what is wrong with it by field; files are not looked at.

    An answer that was left out or left empty is absent; a code that nobody asked for is a problem.
    """
    questions = [field for field in asked if field.type != "file"]
    form = AnswersForm({code: _as_text(value) for code, value in data.items()}, asked=questions)
    problems = {code: " ".join(map(str, said)) for code, said in form.errors.items()}
    known = {field.code for field in questions}
    problems |= {code: _("This is not asked for.") for code in data if code not in known}
    return form.answers, problems


def kept_answers(asked: Iterable[FormField], data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed so far, right or wrong, so that nothing is lost; no longer than an answer may be."""
    texts = {field.code: _storable(_as_text(data.get(field.code)))[: LONGEST[field.type]] for field in _written(asked)}
    return {code: text for code, text in texts.items() if text}


def readable(asked: Iterable[FormField], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each question with its answer as people read it, unanswered ones left out."""
    return [(field.label, as_read(field, answers[field.code])) for field in _written(asked) if answers.get(field.code)]


def as_read(field: FormField, answer: str) -> str:
    """A stored answer in words: a country's name, a day as the language writes it."""
    if field.type == "country":
        return country_name(answer)
    if field.type == "date":
        try:
            return formats.date_format(date.fromisoformat(answer))
        except ValueError:
            return answer
    return answer


class AnswersForm(forms.Form):
    """A form of the questions asked. ``held`` are codes of file fields whose file is there already."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        asked: Iterable[FormField],
        held: Collection[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, files, **options)
        self.asked = list(asked)
        self.fields.update(form_fields(self.asked, held=held))

    def clean(self) -> dict[str, Any]:
        """Phone numbers without a country's prefix are read as the country's that is given in the same form."""
        found = super().clean() or self.cleaned_data
        region = next((found.get(field.code) for field in self.asked if field.type == "country"), None)
        for field in self.asked:
            if field.type == "phone" and found.get(field.code):
                try:
                    found[field.code] = phone_number(found[field.code], region=region or "")
                except ValidationError as error:
                    self.add_error(field.code, error)
        return found

    @property
    def answers(self) -> dict[str, str]:
        """The good answers as they are stored."""
        values = {field.code: self.cleaned_data.get(field.code) for field in _written(self.asked)}
        return {code: _stored(value) for code, value in values.items() if value not in (None, "")}

    @property
    def uploads(self) -> dict[str, Upload]:
        """The good files by their field's code."""
        values = {field.code: self.cleaned_data.get(field.code) for field in self.asked if field.type == "file"}
        return {code: value for code, value in values.items() if value}


class UploadField(forms.FileField):
    """A file that somebody sends; its value is an ``Upload`` fit to be kept."""

    def __init__(self, *, formats: Sequence[Format] = ALL_FORMATS, **options: Any) -> None:
        super().__init__(**options)
        self.formats = formats
        self.widget.attrs["accept"] = ",".join(_ENDINGS[each] for each in formats)

    def to_python(self, data: Any) -> Any:
        """The file as it may be kept, or the reason why not."""
        if data in self.empty_values:
            return None
        try:
            return read_upload(data, formats=self.formats)
        except UnableToUpload as refusal:
            raise ValidationError(str(refusal)) from refusal


def form_fields(asked: Iterable[FormField], *, held: Collection[str] = ()) -> dict[str, forms.Field]:
    """A Django form field for each question, by its code."""
    return {field.code: _form_field(field, required=field.required and field.code not in held) for field in asked}


def phone_number(text: str, *, region: str) -> str:
    """A phone number in its international form; ValidationError when it cannot be one."""
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(_("Write the phone number with its country's prefix: +357 22 123456."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def check_text(text: str) -> None:
    """Refuse characters that cannot be seen; ValidationError. Line ends are fine where there are lines."""
    if any(unicodedata.category(each) in ("Cc", "Cs") and each not in "\r\n\t" for each in text) or _TURNING.search(
        text
    ):
        raise ValidationError(_("There are characters here that cannot be shown. Type the text anew."))


def check_line(text: str) -> None:
    """The same for text of one line."""
    check_text(text)
    if any(each in text for each in "\r\n\t"):
        raise ValidationError(_("Write this in one line."))


def check_day(day: date) -> None:
    """Refuse days centuries away; ValidationError."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(_("This day lies too far away."))


def _form_field(field: FormField, *, required: bool) -> forms.Field:
    about: dict[str, Any] = {"label": field.label, "required": required}
    longest = LONGEST.get(field.type, 0)
    match field.type:
        case "long_text":
            area = forms.Textarea(attrs={"rows": 3})
            return forms.CharField(max_length=longest, widget=area, validators=[check_text], **about)
        case "url":
            made = forms.URLField(max_length=longest, assume_scheme="https", **about)
            # In the place of the field's own check, which takes more schemes and would say the same twice.
            others = [each for each in made.validators if not isinstance(each, URLValidator)]
            made.validators = [*others, URLValidator(schemes=["http", "https"]), check_line]
            made.widget.attrs |= {"placeholder": "https://", "autocomplete": "url"}
            return made
        case "email":
            return forms.EmailField(
                max_length=longest, widget=forms.EmailInput(attrs={"autocomplete": "email"}), **about
            )
        case "phone":
            tel = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
            return forms.CharField(max_length=longest, widget=tel, validators=[check_line], **about)
        case "date":
            day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            return forms.DateField(widget=day, input_formats=["%Y-%m-%d"], validators=[check_day], **about)
        case "number":
            return forms.DecimalField(max_digits=18, decimal_places=4, **about)
        case "money":
            return forms.DecimalField(max_digits=16, decimal_places=2, min_value=0, **about)
        case "country":
            return forms.ChoiceField(choices=_countries, **about)
        case "choice":
            offered = [(choice, choice) for choice in field.choices]
            return forms.ChoiceField(choices=[("", gettext_lazy("Choose one")), *offered], **about)
        case "file":
            return UploadField(help_text=gettext_lazy("PDF, JPEG or PNG, up to 10 MB."), **about)
        case _:
            return forms.CharField(max_length=longest, validators=[check_line], **about)


def _countries() -> list[tuple[str, str]]:
    return [("", _("Choose a country")), *country_choices()]


def _written(asked: Iterable[FormField]) -> list[FormField]:
    """The questions that are answered in writing."""
    return [field for field in asked if field.type != "file"]


def _as_text(value: Any) -> str:
    """What came as JSON or from a form, as somebody would have typed it; anything else is no answer of ours."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else ""


def _storable(text: str) -> str:
    """Without what the database cannot hold."""
    return "".join(each for each in text if each != "\0" and unicodedata.category(each) != "Cs")


def _stored(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)
