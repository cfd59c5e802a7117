"""A partner's pages of renewals: the licenses that end soon, and one filled renewal."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may, require
from clients.models import ClientLicence
from common.clock import now
from common.refusals import Refused
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from store.pricing.asked import Wanted
from store.pricing.quoting import quote
from store.renewals.operations import renew_licence
from store.renewals.queries import client_of, coming, renewal_of
from web.paging import page_number, page_of


@require_safe
@partner_page("catalogue.view")
def renewals(request: PartnerRequest) -> HttpResponse:
    """Clients' licenses that end soon, the first one in front."""
    clients = request.definition.clients
    store = request.definition.store
    if store is None:
        raise Http404
    rows = coming(request.actor, request.today, clients.expiry_reminders if clients else [], store.late_days)
    return dashboard_page(
        request,
        "store/renewals/list.html",
        page=page_of(rows, page_number(request.GET)),
        late_days=store.late_days,
        may_order=may(request.actor, "orders.place"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("catalogue.view")
def renew(request: PartnerRequest, licence_id: int) -> HttpResponse:
    """The renewal of one license at today's price; one click puts it into the cart and opens the checkout."""
    rows = ClientLicence.objects.visible_to(request.actor).select_related("client")
    licence = rows.filter(pk=licence_id).first()
    if licence is None or request.definition.store is None:
        raise Http404
    if request.method == "POST":
        require(request.actor, "orders.place")
        try:
            renew_licence(
                actor=request.actor,
                partner=request.partner,
                rulebook=request.rulebook,
                licence=licence,
                today=request.today,
                now=now(),
            )
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("store:renew", licence.pk)
        return redirect("store:checkout")
    product = renewal_of(request.actor, licence, request.today) if licence.client else None
    found = None
    if product is not None:
        found = quote(
            actor=request.actor,
            partner=request.partner,
            rulebook=request.rulebook,
            wanted=[Wanted(product, 1, client_of(licence))],
            on=request.today,
        )
    return dashboard_page(
        request,
        "store/renewals/renew.html",
        licence=licence,
        product=product,
        quote=found,
        may_order=may(request.actor, "orders.place"),
    )
