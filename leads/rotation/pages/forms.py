"""The forms for offers, locations and absence."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.countries import COUNTRY_CODES, country_choices
from common.searching.vocabulary import country_words
from leads.rotation.operations.answering import LONGEST_REASON
from web.fields import Hidden, Line, Lines, day_input
from web.forms import RefusableForm, offer


class DeclineForm(RefusableForm):
    """Why a partner declines a request."""

    reason = Lines(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))


class RulesForm(RefusableForm):
    """The version of the rules that was shown, and the consent to it."""

    version = Hidden()
    accept = forms.BooleanField(label=_("I accept these rules for my company"))


class LocationForm(RefusableForm):
    """A country to ask for."""

    country = forms.ChoiceField(label=_("Country"))
    region = Line(
        label=_("Region"), max_length=80, required=False, help_text=_("Leave it empty for the whole country.")
    )

    def __init__(self, *args: Any, taken: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(
            self,
            "country",
            [("", _("Choose a country")), *country_choices(COUNTRY_CODES - set(taken))],
            also=country_words,
        )


class AbsenceForm(RefusableForm):
    """Until when the partner is away."""

    until = forms.DateField(
        label=_("Away until"),
        required=False,
        widget=day_input(),
        help_text=_("You get no new requests through this day. Empty it when you are back."),
    )


class MemberAbsenceForm(RefusableForm):
    """Until when a member is away."""

    person = forms.TypedChoiceField(label=_("Person"), coerce=int)
    until = forms.DateField(
        label=_("Away until"), required=False, widget=day_input(), help_text=_("Clear it when the person is back.")
    )

    def __init__(self, *args: Any, team: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "person", team)
