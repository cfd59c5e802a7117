"""Admin forms about requests and locations."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.countries import country_name
from leads.choosing import offered_partners, partner_words, suggestions
from leads.models import LeadRequest, Reservation
from leads.requests.queries import duplicates
from leads.requests.sheets import MOST_BYTES
from partners.models import Partner
from programs.rulebook import Rulebook
from web.admin.forms import AdminForm
from web.fields import Lines, file_input


class Reason(AdminForm):
    """Why."""

    reason = Lines(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class PartnerChoice(forms.ModelChoiceField):
    """A choice of partners with what matters for a request: country, level and clients' rating."""

    words: Mapping[int, str] = {}

    def label_from_instance(self, obj: Partner) -> str:
        """The partner's name, and what is known of it."""
        return " · ".join(filter(None, [obj.name, country_name(obj.country), self.words.get(obj.pk, "")]))


class Assign(Reason):
    """The partner to offer the request to."""

    partner = PartnerChoice(queryset=Partner.objects.none(), label=_("Partner"))
    field_order = ("partner", "reason")

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        rulebook: Rulebook,
        today: date,
        lead: LeadRequest | None = None,
        reservation: Reservation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["partner"]
        about = reservation.lead if reservation else lead
        first = suggestions(rulebook, about, on=today) if about else frozenset()
        offered.queryset = offered_partners(actor, first)
        offered.words = partner_words(actor, rulebook.on(today))
        if first:
            offered.help_text = _("Partners who can take requests from there come first, then all others.")


class Found(AdminForm):
    """What the vendor found out about a rating."""

    note = Lines(
        label=_("What you found out"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the staff only."),
    )


class Bring(AdminForm):
    """A CSV file of requests, and what to do with it."""

    CHECK, BRING, FAILED = "check", "bring", "failed"

    file = forms.FileField(
        label=_("CSV file"),
        widget=file_input(".csv"),
        help_text=_(
            "CSV, up to 5 MB. Columns: the public form's fields by code, and kind, source, currency and consent (yes)."
        ),
    )
    do = forms.ChoiceField(
        label=_("What to do"),
        choices=(
            (CHECK, _("Check only: show what is wrong")),
            (FAILED, _("Check only: download the rows that fail, with the reasons")),
            (BRING, _("Import, if every row is right")),
        ),
    )

    @property
    def values(self) -> dict[str, Any]:
        """What the operation takes."""
        file = self.cleaned_data["file"]
        return {"content": file.read(MOST_BYTES), "dry_run": self.cleaned_data["do"] != self.BRING}

    def clean_file(self) -> Any:
        """The file, if it is not too large."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB. Split it."))
        return file


class Merge(AdminForm):
    """The earlier request that goes on."""

    into = forms.ModelChoiceField(queryset=LeadRequest.objects.none(), label=_("Merge into"))

    def __init__(self, *args: Any, actor: Actor, lead: LeadRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["into"]
        offered.queryset = found = duplicates(actor, lead)
        offered.initial = found.first()
