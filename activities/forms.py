"""The admin forms for recording and reversing an activity; the program's rules define the fields of each kind."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from partners.models import Partner
from programs.definition import Definition
from programs.definition.activities import Presence
from web.admin.forms import AdminForm, Day
from web.fields import Code, Line, Lines

_ATTRIBUTE = "attribute_"


class RecordActivity(AdminForm):
    """One activity of one kind. `values` holds the operation's arguments."""

    partner = Code(label=_("Partner's code"), max_length=60)
    on = Day(label=_("Day"), help_text=_("The day on which it happened; for a sale, the day it was paid."))

    def __init__(self, *args: Any, actor: Actor, definition: Definition, code: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["on"] = today
        self.actor, self.code, self.kind = actor, code, definition.activities[code]
        kind = self.kind
        if kind.amount != "none":
            help_text = _("In the partner's account currency, for example 1250.00.")
            self._add(
                "amount",
                kind.amount,
                forms.DecimalField,
                label=_("Amount"),
                help_text=help_text,
                min_value=0,
                max_digits=14,
                decimal_places=2,
            )
        if kind.quantity != "none":
            label = str(kind.quantity_unit or _("quantity")).capitalize()
            self._add("quantity", kind.quantity, forms.IntegerField, label=label, min_value=0, max_value=2**31 - 1)
        if kind.subject != "none":
            label = str(kind.subject_is or _("client or person")).capitalize()
            self._add("subject", kind.subject, Line, label=label, max_length=200)
        for name, allowed in kind.attributes.items():
            self._add_attribute(name, allowed)
        help_text = _("Your number for it, if there is one. A reference can be used once only.")
        self._add("reference", "optional", Code, label=_("Reference"), help_text=help_text, max_length=120)
        self.dress()

    def _add(self, name: str, presence: Presence, field: type[forms.Field], **options: Any) -> None:
        self.fields[name] = field(required=presence == "required", **options)

    def _add_attribute(self, name: str, allowed: list[str]) -> None:
        required, label = name not in self.kind.optional_attributes, self.kind.word(name).capitalize()
        if allowed:
            choices = [("", _("Choose one")), *((value, self.kind.word(value)) for value in allowed)]
            self.fields[_ATTRIBUTE + name] = forms.ChoiceField(label=label, choices=choices, required=required)
        else:
            self.fields[_ATTRIBUTE + name] = Line(label=label, max_length=200, required=required)

    def clean_partner(self) -> Partner:
        """The partner with this code, if the actor may see it."""
        found = Partner.objects.visible_to(self.actor).filter(code=self.cleaned_data["partner"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("No partner has this code."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values by the operation's argument names; empty attributes are left out."""
        cleaned = self.cleaned_data
        attributes = {
            name.removeprefix(_ATTRIBUTE): value
            for name, value in cleaned.items()
            if name.startswith(_ATTRIBUTE) and value
        }
        plain = {name: value for name, value in cleaned.items() if not name.startswith(_ATTRIBUTE)}
        return {**plain, "kind": self.code, "attributes": attributes}

    def field_for(self, name: str) -> str:
        """Map the operation's attribute names to this form's fields."""
        return f"{_ATTRIBUTE}{name}" if name in self.kind.attributes else name


class TakeBack(AdminForm):
    """Why an activity is reversed."""

    reason = Lines(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
