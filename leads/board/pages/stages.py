"""A partner's requests in progress as a board: one column for each stage; each card moves with a form."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import may, require
from common.clock import now
from common.numbers import LARGEST_ID, whole_number
from common.refusals import Refused
from leads.board.models import Reservation
from leads.board.operations.working import set_stage
from leads.board.pages.board import access_or_404
from leads.board.queries import reservations
from leads.undo import STAGE
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from web.undo import offer_undo

MOST = 300


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("leads.view")
def stages(request: PartnerRequest) -> HttpResponse:
    """Requests in progress by stage; moving one is a form, so it works without JavaScript."""
    access = access_or_404(request)
    if not access.may_read:
        return redirect("leads:rules")
    if request.method == "POST":
        return _moved(request)
    known = access.leads.work.stages if access.leads.work else []
    rows = list(reservations(request.actor).filter(state=Reservation.State.OPEN).order_by("next_on", "-pk")[:MOST])
    kinds = access.leads
    columns = []
    for place, stage in enumerate(known):
        cards = [(row, kinds.kind_name(row.lead.kind)) for row in rows if row.stage == stage.code]
        columns.append(
            {
                "stage": stage,
                "cards": cards,
                "before": known[place - 1] if place else None,
                "after": known[place + 1] if place + 1 < len(known) else None,
            }
        )
    return dashboard_page(
        request,
        "leads/board/stages.html",
        access=access,
        columns=columns,
        some=bool(rows),
        may_work=may(request.actor, "leads.work"),
    )


def _moved(request: PartnerRequest) -> HttpResponse:
    require(request.actor, "leads.work")
    number = whole_number(request.POST.get("reservation", ""), most=LARGEST_ID)
    row = reservations(request.actor).filter(pk=number).first() if number else None
    if row is None:
        messages.error(request, _("This reservation ended before."))
        return redirect("leads:stages")
    try:
        stage = request.POST.get("stage", "")
        before = row.stage
        set_stage(actor=request.actor, reservation=row, stage=stage, rulebook=request.rulebook, now=now())
        back = reverse("leads:stages")
        if before:
            offer_undo(request, _("Stage changed."), STAGE, back=back, pk=row.pk, stage=before)
        else:
            messages.success(request, _("Stage changed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("leads:stages")
