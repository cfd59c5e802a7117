"""A partner pays by card: the way to Stripe's form, and the way back."""

import structlog
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.actor import Actor
from common.clock import now
from common.tenancy import bind
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from store.cards.gateway import UnableToAsk
from store.cards.keys import keys_named
from store.cards.models import CardCheckout
from store.cards.operations.checkouts import Places, UnableToPayByCard, follow_checkout, start_checkout
from store.models import Order
from store.orders.queries import order_with_lines
from store.payments.ways import ways_for

log = structlog.get_logger("echelon.store")


@require_POST
@partner_page("orders.place")
def pay_card(request: PartnerRequest, number: str) -> HttpResponse:
    """Lead to Stripe's form. A page in between does it, because our forms may send nowhere else (CSP)."""
    order = _order(request, number)
    if "card" not in [way.code for way in ways_for(order)]:
        raise Http404
    places = Places(
        paid=request.build_absolute_uri(reverse("store:paid_card", args=[number])),
        back=request.build_absolute_uri(reverse("store:order", args=[number])),
    )
    try:
        address = start_checkout(actor=request.actor, order=order, places=places, now=now())
    except UnableToPayByCard as refused:
        messages.error(request, str(refused))
        return redirect("store:order", number)
    return dashboard_page(request, "store/cards/leave.html", order=order, address=address)


@require_safe
@partner_page("orders.view")
def paid_card(request: PartnerRequest, number: str) -> HttpResponse:
    """The partner comes back: ask Stripe at once instead of waiting for its webhook, and show the order."""
    order = _order(request, number)
    running = list(CardCheckout.objects.visible_to(request.actor).filter(order=order, state="open"))
    for checkout in running:
        _follow(request, checkout)
    order.refresh_from_db(fields=["state"])
    if order.state == Order.State.PLACED:
        messages.info(request, _("Stripe hasn't confirmed the payment yet. We'll email you as soon as it does."))
    elif order.state == Order.State.PAID:
        messages.success(request, _("Paid. Your products are ready."))
    return redirect("store:order", number)


def _follow(request: PartnerRequest, checkout: CardCheckout) -> None:
    keys = keys_named(checkout.account)
    if keys is None:
        return
    system = Actor.system(request.program.pk)
    try:
        with bind(request.program.pk):  # a partner may not confirm payments; Stripe does
            follow_checkout(actor=system, program=request.program, keys=keys, session=checkout.session, now=now())
    except UnableToAsk as error:
        log.warning("store.card_not_asked", reason=error.why)  # its webhook or the job will tell


def _order(request: PartnerRequest, number: str) -> Order:
    order = order_with_lines(request.actor, number)
    if order is None:
        raise Http404
    return order
