"""A partner's page of one offer: what is asked for, why it got it, and the answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import may, require
from common.clock import now
from leads.board.models import Reservation
from leads.board.pages.board import access_or_404
from leads.rotation.models import Offer
from leads.rotation.operations.answering import UnableToAnswer, accept_offer, decline_offer
from leads.rotation.pages.forms import DeclineForm
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("leads.view")
def offer(request: PartnerRequest, offer_id: int) -> HttpResponse:
    """One offer; accepting it shows the contact data."""
    row = Offer.objects.visible_to(request.actor).select_related("lead").filter(pk=offer_id).first()
    if row is None:
        raise Http404
    access = access_or_404(request)
    if not access.accepted:
        return redirect("leads:rules")
    step = request.POST.get("step", "") if request.method == "POST" else ""
    form = DeclineForm(request.POST if step == "decline" else None)
    if request.method == "POST":
        require(request.actor, "leads.work")
        answer = _answer(request, row, step, form)
        if answer is not None:
            return answer
    held = Reservation.objects.visible_to(request.actor).filter(lead_id=row.lead_id).first()
    return dashboard_page(
        request,
        "leads/rotation/offer.html",
        offer=row,
        lead=row.lead,
        kind=access.leads.kind_name(row.lead.kind),
        mode=access.leads.mode(row.lead.mode),
        alias=access.participant.alias,
        form=form,
        held=held,
        is_waiting=row.state == Offer.State.WAITING,
        may_work=may(request.actor, "leads.work"),
    )


def _answer(request: PartnerRequest, row: Offer, step: str, form: DeclineForm) -> HttpResponse | None:
    """Take the step; None if the form has to be shown again."""
    given: dict[str, Any] = {"actor": request.actor, "offer": row, "rulebook": request.rulebook, "now": now()}
    if step == "decline":
        return redirect("leads:work") if form.is_valid() and _declined(request, form, given) else None
    try:
        made = accept_offer(**given, today=request.today)
    except UnableToAnswer as refusal:
        messages.error(request, str(refusal))
        return redirect("leads:offer", row.pk)
    messages.success(request, _("Accepted. Here are the contact details."))
    return redirect("leads:reservation", made.pk)


def _declined(request: PartnerRequest, form: DeclineForm, given: dict[str, Any]) -> bool:
    """Decline; False if the form shows why not."""
    with form.refusals():
        decline_offer(**given, reason=form.cleaned_data["reason"])
        messages.success(request, _("Declined. The request goes to another partner."))
    return not form.errors
