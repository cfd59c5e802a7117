"""The list of a partner's claims, with what can be claimed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import may
from activities.claims.queries import claim_rows, claimable_kinds
from activities.models import Claim
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.code_names import Names
from programs.prose.earning import earning_words, uses
from web.choosing import as_choices
from web.paging import page_number, page_of


@require_safe
@partner_page("claims.view")
def claims(request: PartnerRequest) -> HttpResponse:
    """What partners can claim, and the claims so far."""
    definition = request.definition
    kinds = claimable_kinds(request.actor, request.partner.pk, definition, on=request.today)
    names = Names(definition)
    form = ClaimFilters(request.GET, kinds={found.code: found.kind.name for found in kinds})
    page = page_of(form.apply(claim_rows(request.actor)), page_number(request.GET))
    if not kinds and not page.rows:
        raise Http404
    offered = [(found, earning_words(definition, found.code), uses(definition, found.code)) for found in kinds]
    return dashboard_page(
        request,
        "activities/claims/list.html",
        form=form,
        page=page,
        offered=offered,
        names=names,
        may_claim=may(request.actor, "claims.submit"),
    )


class ClaimFilters(forms.Form):
    """Filters of the claims list."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *as_choices(Claim.State.choices)]
    )

    def __init__(self, data: Any, *, kinds: Mapping[str, str]) -> None:
        super().__init__(data)
        ordered = sorted(kinds.items(), key=lambda pair: pair[1])
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), required=False, choices=[("", _("All kinds")), *ordered]
        )

    def apply(self, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        """The rows matching the valid filters."""
        self.is_valid()
        return rows.filter(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.values())
