"""Forms from a program's definition and their answers, the same for applicants, claims and the API.

Answers are stored as text by the field's code: a day as 2026-03-01, a number without separators, a country as two
letters, a phone number in international form. Files are not answers; they are stored as documents.
"""

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
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.countries import AllCountries, country_name
from common.pictures import DOCUMENT, Purpose
from common.searching.vocabulary import country_words
from common.text import without_odd
from common.uploads import SAID, Format, UnableToUpload, Upload, read_upload
from programs.definition.forms import FormField
from programs.definition.words import as_written
from programs.same_as import taken_over, with_boxes, without_repeated
from web.choosing import find_by
from web.fields import Line, Lines, Mailbox, Website, number_input

# Maximum length of an answer by type, in characters.
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
# What browsers call the usual fields of one's own details.
_PURPOSES = {
    "company": "organization",
    "contact": "name",
    "client": "name",
    "address": "street-address",
    "city": "address-level2",
    "region": "address-level1",
    "country": "country",
}
_ENDINGS = {"pdf": ".pdf", "jpeg": ".jpg,.jpeg", "png": ".png"}


def clean_answers(asked: Iterable[FormField], data: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the answers in stored form, and the problems by field; files are not checked.

    A missing or empty answer is left out; an unknown code is a problem.
    """
    questions = [field for field in asked if field.type != "file"]
    form = AnswersForm({code: _as_text(value) for code, value in data.items()}, asked=questions)
    problems = {code: " ".join(map(str, said)) for code, said in form.errors.items()}
    known = {field.code for field in questions}
    problems |= {code: _("This isn't needed.") for code in data if code not in known}
    return form.answers, problems


def kept_answers(asked: Iterable[FormField], data: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed so far, valid or not, so that nothing is lost; cut to the maximum length."""
    texts = {
        field.code: without_odd(_as_text(data.get(field.code)), lines=True)[: LONGEST[field.type]]
        for field in _written(asked)
    }
    return {code: text for code, text in texts.items() if text}


def readable(asked: Iterable[FormField], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each answered question with its answer in words."""
    return [(field.label, as_read(field, answers[field.code])) for field in _written(asked) if answers.get(field.code)]


def as_read(field: FormField, answer: str) -> str:
    """Return a stored answer in words: a country's name, a day in the reader's format."""
    if field.type == "country":
        return country_name(answer)
    if field.type == "date":
        try:
            return formats.date_format(date.fromisoformat(answer))
        except ValueError:
            return answer
    return answer


class AnswersForm(forms.Form):
    """A form with the given questions. ``held`` are codes of file fields that already have a file."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        asked: Iterable[FormField],
        held: Collection[str] = (),
        **options: Any,
    ) -> None:
        self.asked = list(asked)
        super().__init__(taken_over(data, self.asked), files, **options)
        self.fields.update(with_boxes(form_fields(self.asked, held=held), self.asked, self.initial))

    def clean(self) -> dict[str, Any]:
        """Read phone numbers without a prefix as numbers of the country entered; an answer taken over errs once."""
        found = super().clean() or self.cleaned_data
        shown = without_repeated(self.errors, self.data, self.asked)
        for code in [code for code in self.errors if code not in shown]:
            del self.errors[code]
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
        """Return the valid answers in stored form."""
        values = {field.code: self.cleaned_data.get(field.code) for field in _written(self.asked)}
        return {code: _stored(value) for code, value in values.items() if value not in (None, "")}

    @property
    def uploads(self) -> dict[str, Upload]:
        """Return the valid files by field code."""
        values = {field.code: self.cleaned_data.get(field.code) for field in self.asked if field.type == "file"}
        return {code: value for code, value in values.items() if value}


class UploadField(forms.FileField):
    """A file field; its value is an ``Upload`` that may be stored."""

    def __init__(self, *, formats: Sequence[Format] = ALL_FORMATS, purpose: Purpose = DOCUMENT, **options: Any) -> None:
        options.setdefault("help_text", kinds_said(formats))
        super().__init__(**options)
        self.formats, self.purpose = formats, purpose
        self.widget.attrs["accept"] = ",".join(_ENDINGS[each] for each in formats)

    def to_python(self, data: Any) -> Any:
        """Return the file as it may be stored, or raise the reason why not."""
        if data in self.empty_values:
            return None
        try:
            return read_upload(data, formats=self.formats, purpose=self.purpose)
        except UnableToUpload as refusal:
            raise ValidationError(str(refusal)) from refusal


def kinds_said(kinds: Sequence[Format]) -> Any:
    """Which files a field takes, in words."""
    return format_lazy(gettext_lazy("{kinds}, up to 10 MB."), kinds=", ".join(SAID[each] for each in kinds))


def form_fields(asked: Iterable[FormField], *, held: Collection[str] = ()) -> dict[str, forms.Field]:
    """Return a Django form field for each question, by code."""
    return {field.code: _form_field(field, required=field.required and field.code not in held) for field in asked}


def about_oneself(form: forms.BaseForm) -> None:
    """Let browsers fill in what they know of the person: for forms about whoever fills them in (WCAG 1.3.5)."""
    for code, purpose in _PURPOSES.items():
        if code in form.fields:
            form.fields[code].widget.attrs.setdefault("autocomplete", purpose)


def phone_number(text: str, *, region: str) -> str:
    """Return a phone number in international form. Raises ValidationError if it is invalid."""
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(_("Write the phone number with its country's prefix: +357 22 123456."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def check_day(day: date) -> None:
    """Refuse days centuries away. Raises ValidationError."""
    if not EARLIEST <= day <= LATEST:
        raise ValidationError(_("This day lies too far away."))


def _form_field(field: FormField, *, required: bool) -> forms.Field:
    about: dict[str, Any] = {"label": field.label, "required": required}
    longest = LONGEST.get(field.type, 0)
    match field.type:
        case "long_text":
            area = forms.Textarea(attrs={"rows": 3})
            return Lines(max_length=longest, widget=area, **about)
        case "url":
            made = Website(max_length=longest, assume_scheme="https", **about)
            # Replaces the field's own validator, which allows more schemes and would repeat the error.
            others = [each for each in made.validators if not isinstance(each, URLValidator)]
            made.validators = [*others, URLValidator(schemes=["http", "https"])]
            made.widget.attrs |= {"placeholder": "https://", "autocomplete": "url"}
            return made
        case "email":
            return Mailbox(max_length=longest, own=True, **about)
        case "phone":
            tel = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})
            return Line(max_length=longest, widget=tel, **about)
        case "date":
            day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            return forms.DateField(widget=day, input_formats=["%Y-%m-%d"], validators=[check_day], **about)
        case "number":
            return forms.DecimalField(max_digits=18, decimal_places=4, widget=number_input(), **about)
        case "money":
            return forms.DecimalField(max_digits=16, decimal_places=2, min_value=0, widget=number_input(), **about)
        case "country":
            country = forms.ChoiceField(choices=AllCountries(gettext_lazy("Choose a country")), **about)
            find_by(country, country_words)
            return country
        case "choice":
            offered = [(as_written(choice), choice) for choice in field.choices]
            return forms.ChoiceField(choices=[("", gettext_lazy("Choose one")), *offered], **about)
        case "file":
            return UploadField(**about)
        case _:
            return Line(max_length=longest, **about)


def _written(asked: Iterable[FormField]) -> list[FormField]:
    """Return the questions with text answers, leaving out files."""
    return [field for field in asked if field.type != "file"]


def _as_text(value: Any) -> str:
    """Return a JSON or form value as it would be typed; other types are invalid answers."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else ""


def _stored(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)
