"""Forms for claims: the program's fields, messages with files, and the list filter."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from activities.claims.answers import GREATEST_QUANTITY, Given, subject_field
from activities.models import Claim
from common.dates import EARLIEST
from common.uploads import Upload
from programs.answers import LONGEST, form_fields
from programs.definition.activities import ActivityKind
from programs.definition.forms import FormField
from programs.uploads import UploadsField
from web.fields import Line, Lines
from web.forms import RefusableForm

ANSWER, ATTRIBUTE = "answer_", "attribute_"


class WordsForm(RefusableForm):
    """A message about a claim, with files. ``wanted`` makes the text required."""

    text = Lines(
        label=_("Message"),
        max_length=LONGEST["long_text"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    attached = UploadsField(label=_("Files"), required=False, help_text=_("PDF, JPEG or PNG, up to 10 MB each."))

    def field_for(self, name: str) -> str:
        """Map the operation's ``files`` to this form's attachments."""
        return "attached" if name == "files" else name


class ClaimForm(RefusableForm):
    """The fields of a kind at one stage. ``held``: fields that already have a file; ``claim``: earlier input."""

    def __init__(
        self,
        *args: Any,
        kind: ActivityKind,
        asked: Collection[FormField],
        is_plan: bool,
        today: date,
        held: Collection[str] = (),
        claim: Claim | None = None,
        chosen: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        options.setdefault("initial", _initial(kind, claim, chosen or {}, today=None if is_plan else today))
        super().__init__(*args, **options)
        self.kind, self.asked, self.is_plan, self.today = kind, asked, is_plan, today
        for name, allowed in kind.attributes.items():
            self.fields[ATTRIBUTE + name] = _attribute(
                kind, name, allowed, required=name not in kind.optional_attributes
            )
        if kind.subject != "none" and not subject_field(kind, asked):
            label = str(kind.subject_is or "").capitalize()
            required = kind.subject == "required"
            self.fields["subject"] = Line(label=label, max_length=200, required=required)
        for code, field in form_fields(asked, held=held).items():
            self.fields[ANSWER + code] = field
            if code in held:
                already = _("A file is here already; choose another one to add it.")
                field.help_text = format_lazy("{} {}", already, field.help_text)
        if not is_plan:
            self._ask_result(kind)
        for name, field in self.fields.items():
            if not field.required and name not in WordsForm.base_fields and name.removeprefix(ANSWER) not in held:
                field.help_text = f"{_('Optional.')} {field.help_text}".strip()

    def _ask_result(self, kind: ActivityKind) -> None:
        """Fields known only when the work is done."""
        if kind.quantity != "none":
            label = str(kind.quantity_unit or "").capitalize()
            required = kind.quantity == "required"
            self.fields["quantity"] = forms.IntegerField(
                label=label, min_value=0, max_value=GREATEST_QUANTITY, required=required
            )
        day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": self.today.isoformat()})
        self.fields["on"] = forms.DateField(
            label=_("Day"), help_text=_("The day on which it was done. Points count from this day."), widget=day
        )

    def clean_on(self) -> date:
        """The day must have come, and not be centuries ago."""
        day = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError(_("Enter a day that isn't in the future."))
        if day < EARLIEST:
            raise ValidationError(_("This day is too long ago."))
        return day

    @property
    def given(self) -> Given:
        """The input as the operation takes it."""
        found = self.cleaned_data
        answers = {field.code: found.get(ANSWER + field.code) for field in self.asked}
        return Given(
            answers={code: _typed(value) for code, value in answers.items() if not isinstance(value, Upload | None)},
            files={code: value for code, value in answers.items() if isinstance(value, Upload)},
            on=found.get("on"),
            quantity=found.get("quantity"),
            subject=found.get("subject", ""),
            attributes={name: found.get(ATTRIBUTE + name, "") for name in self.kind.attributes},
        )

    def field_for(self, name: str) -> str:
        """Map ``answers.CODE`` and ``attributes.NAME`` to this form's prefixed fields."""
        group, _dot, code = name.partition(".")
        return {"answers": ANSWER, "attributes": ATTRIBUTE}.get(group, "") + code if code else super().field_for(name)


class AnswerForm(ClaimForm, WordsForm):
    """An answer to the vendor's question: message, files, and corrections of earlier input."""


def _attribute(kind: ActivityKind, name: str, allowed: Collection[str], *, required: bool) -> forms.Field:
    label = kind.word(name).capitalize()
    if not allowed:
        return Line(label=label, max_length=200, required=required)
    choices = [(value, kind.word(value)) for value in allowed]
    first = [("", _("Choose one"))] if len(choices) > 1 or not required else []
    return forms.ChoiceField(label=label, choices=[*first, *choices], required=required)


def _initial(
    kind: ActivityKind, claim: Claim | None, chosen: Mapping[str, str], *, today: date | None
) -> dict[str, Any]:
    """Initial values: earlier input, or values from the URL."""
    if claim is None:
        known = {name: chosen[name] for name, allowed in kind.attributes.items() if chosen.get(name) in allowed}
        return {ATTRIBUTE + name: value for name, value in known.items()} | {"on": today}
    return {
        **{ANSWER + code: text for code, text in claim.answers.items()},
        **{ATTRIBUTE + name: value for name, value in claim.attributes.items()},
        "subject": claim.subject,
        "quantity": claim.quantity,
        "on": claim.on or today,
    }


def _typed(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
