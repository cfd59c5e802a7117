"""A partner pays an order: the proforma invoice for a transfer, and the test provider."""

import structlog
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.actor import Actor
from common.clock import now
from common.tenancy import bind
from notices.languages import languages_of
from partners.pages.access import partner_page
from partners.requests import PartnerRequest
from store.models import Order
from store.orders.queries import order_with_lines
from store.payments.operations import receive
from store.payments.proforma import print_proforma
from store.payments.ways import ways_for
from web.fonts import UnableToPrint

log = structlog.get_logger("echelon.store")


@require_safe
@partner_page("orders.view")
def proforma(request: PartnerRequest, number: str) -> HttpResponse:
    """The proforma invoice of an order that waits for its transfer."""
    order = _payable(request, number, "bank_transfer")
    language = languages_of(request.program, [order.partner_id]).get(order.partner_id, "en")
    try:
        pdf = print_proforma(order, request.rulebook, language=language)
    except UnableToPrint as trouble:
        log.error("proforma_not_printed", number=order.number, reason=str(trouble))
        return render(request, "store/invoices/unable.html", status=503)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="proforma-{order.number}.pdf"'
    return answer


@require_POST
@partner_page("orders.place")
def pay_test(request: PartnerRequest, number: str) -> HttpResponse:
    """Pay with test money, where the test provider is on."""
    order = _payable(request, number, "test")
    with bind(request.program.pk):  # a partner may not confirm payments; the provider does
        came = receive(
            actor=Actor.system(request.program.pk),
            order=order,
            means="test",
            reference=order.number,
            amount=order.total,
            currency=order.currency,
            received_on=request.today,
            now=now(),
        )
    if came.paid:
        messages.success(request, _("Paid with test money."))
    else:
        messages.error(request, came.refused)
    return redirect("store:order", order.number)


def _payable(request: PartnerRequest, number: str, way: str) -> Order:
    """The order, if it can be paid this way now. Raises Http404."""
    order = order_with_lines(request.actor, number)
    if order is None or way not in [each.code for each in ways_for(order)]:
        raise Http404
    return order
