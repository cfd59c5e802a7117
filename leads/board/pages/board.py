"""A partner's board of open requests, and reserving one."""

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import may
from common.clock import now
from common.countries import country_choices
from common.folding import fold
from common.refusals import Refused
from common.searching.vocabulary import country_words
from leads.board.access import Access
from leads.board.operations.reserving import reserve_request
from leads.board.queries import board, read_access
from leads.requests.models import LeadRequest
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from web.fields import Search
from web.forms import offer
from web.paging import page_number, page_of


class BoardFilters(forms.Form):
    """Filters of the board."""

    q = Search(label=gettext_lazy("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)

    def __init__(self, data: object, *, access: Access) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        kinds = access.leads.kinds.items if access.leads.kinds else []
        offer(self, "kind", [("", _("All kinds")), *((kind.code, kind.name) for kind in kinds)])
        offer(self, "country", [("", _("All countries")), *country_choices(access.regions)], also=country_words)

    def apply(self, rows: QuerySet[LeadRequest]) -> QuerySet[LeadRequest]:
        """The rows matching the valid filters."""
        self.is_valid()
        found = dict(self.cleaned_data)
        if words := found.pop("q", ""):
            for word in fold(words).split():
                rows = rows.filter(Q(folded__contains=word) | Q(text__icontains=word))
        return rows.filter(**{name: value for name, value in found.items() if value})

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.values())


@require_safe
@partner_page("leads.view")
def board_page(request: PartnerRequest) -> HttpResponse:
    """Open requests of the partner's locations, without contact data (B24-6.2c)."""
    access = access_or_404(request)
    if not access.accepted:
        return redirect("leads:rules")
    form = BoardFilters(request.GET, access=access)
    rows = board(request.actor, access) if not access.problem else LeadRequest.objects.none()
    page = page_of(form.apply(rows), page_number(request.GET))
    shown = [(lead, access.leads.kind_name(lead.kind)) for lead in page.rows]
    return dashboard_page(
        request,
        "leads/board/board.html",
        access=access,
        form=form,
        page=page,
        shown=shown,
        may_work=may(request.actor, "leads.work"),
    )


@require_POST
@partner_page("leads.work")
def reserve(request: PartnerRequest, lead_id: int) -> HttpResponse:
    """Reserve a request; its page then shows the contact data."""
    lead = LeadRequest.objects.visible_to(request.actor).filter(pk=lead_id).first()
    if lead is None:
        raise Http404
    access_or_404(request)
    try:
        made = reserve_request(
            actor=request.actor,
            partner=request.partner,
            lead=lead,
            rulebook=request.rulebook,
            today=request.today,
            now=now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("leads:board")
    messages.success(request, _("Reserved. Here are the contact details."))
    return redirect("leads:reservation", made.pk)


def access_or_404(request: PartnerRequest) -> Access:
    """What the partner may do with requests; 404 where the program gives none."""
    if request.definition.leads is None:
        raise Http404
    return read_access(request.partner, request.rulebook, on=request.today)
