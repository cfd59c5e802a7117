"""A partner's cart and the checkout."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may
from common.clock import now
from partners.drafts.kit import restore
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from store.cart.operations import add_to_cart, change_line, empty_cart, remove_line
from store.cart.pages.forms import BonusForm, CheckoutForm, LineForm
from store.cart.queries import Cart, read_cart
from store.catalogue.offers import own_offer
from store.catalogue.queries import products
from store.choosing import client_choices
from store.compliance.operations import note_refused_sale
from store.kyc.queries import kyc_problem
from store.models import CartLine, Product
from store.orders.buyers import billing_of, methods, verified
from store.orders.operations import PricesChanged, place_order
from store.undo import REMOVED, about_line
from store.wording import method_name
from web.undo import offer_undo


@require_safe
@partner_page("catalogue.view")
def cart(request: PartnerRequest) -> HttpResponse:
    """What is in the cart, line by line: list price, discounts, net, tax, total (B24-2.1.1a)."""
    _with_store(request)
    return dashboard_page(
        request, "store/cart/cart.html", cart=read_cart(request), may_order=may(request.actor, "orders.place")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("orders.place")
def add(request: PartnerRequest, product: str) -> HttpResponse:
    """Choose quantity and client of a product, and put it into the cart."""
    _with_store(request)
    found = products(request.actor).filter(code=product).first()
    if found is None:
        raise Http404
    form = _line_form(request, found)
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            add_to_cart(
                actor=request.actor,
                partner=request.partner,
                rulebook=request.rulebook,
                product=found,
                quantity=form.cleaned_data["quantity"],
                client=form.end_client,
                today=request.today,
                now=now(),
            )
            return redirect("store:cart")
    return _line_page(request, form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("orders.place")
def line(request: PartnerRequest, line_id: int) -> HttpResponse:
    """Change a line's quantity and client, or remove it."""
    row = CartLine.objects.visible_to(request.actor).select_related("product", "partner").filter(pk=line_id).first()
    if row is None:
        raise Http404
    if request.method == "POST" and "remove" in request.POST:
        about = about_line(row)
        remove_line(actor=request.actor, line=row)
        offer_undo(request, _("Removed from the cart."), REMOVED, back=reverse("store:cart"), **about)
        return redirect("store:cart")
    form = _line_form(request, row.product, {**row.client, "quantity": row.quantity})
    if request.method == "POST" and form.is_valid():
        with form.refusals():
            change_line(
                actor=request.actor,
                line=row,
                rulebook=request.rulebook,
                quantity=form.cleaned_data["quantity"],
                client=form.end_client,
                today=request.today,
                now=now(),
            )
            return redirect("store:cart")
    return _line_page(request, form, row.product, row)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("orders.place")
def checkout(request: PartnerRequest) -> HttpResponse:
    """Billing details, payment method and the total; placing the order (B24-2.1.1b)."""
    _with_store(request)
    bonus = BonusForm(request.POST if request.method == "POST" else request.GET)
    found = read_cart(request, bonus=bonus.amount)
    if refused := found.quote.problems.get("bonus"):
        messages.error(request, refused)
        return redirect("store:checkout")
    if not found.ready:
        if request.method == "POST" and found.quote.excluded:
            clause = _exclusions_clause(request)
            note_refused_sale(
                actor=request.actor,
                partner=request.partner,
                clients=found.quote.excluded,
                clause=clause,
                now=now(),
                matches=found.quote.matches,
            )
        return redirect("store:cart")
    offered = methods(request.rulebook, request.partner, found.quote, request.today)
    form = CheckoutForm(
        request.POST or None,
        methods=[(code, method_name(code)) for code in offered],
        initial={"seen": found.quote.seen},
    )
    restore(request, form, "checkout")
    if request.method == "POST" and (answer := _place(request, found, form, bonus)):
        return answer
    store = request.definition.store
    return dashboard_page(
        request,
        "store/cart/checkout.html",
        cart=found,
        form=form,
        seen=found.quote.seen,
        bonus=bonus,
        billing=billing_of(request.partner),
        blocked=kyc_problem(request.actor, request.partner.pk),
        needs_verification=bool(store and store.payment.verified_billing and not verified(request.partner)),
        clause=store.payment.clause if store else "",
        exemptions=bool(store and store.payment.exemptions),
    )


def _place(request: PartnerRequest, found: Cart, form: CheckoutForm, bonus: BonusForm) -> HttpResponse | None:
    """Place the order; None if it was refused, which the form then says."""
    if form.is_valid():
        with form.refusals():
            try:
                order = place_order(
                    actor=request.actor,
                    partner=request.partner,
                    rulebook=request.rulebook,
                    wanted=[each.wanted for each in found.quote.lines],
                    method=form.cleaned_data["method"],
                    seen=form.cleaned_data["seen"],
                    bonus=bonus.amount,
                    today=request.today,
                    now=now(),
                )
            except PricesChanged:
                # The form is asked again with the prices that the page shows now.
                form.data = {**request.POST.dict(), "seen": found.quote.seen}
                raise
            empty_cart(actor=request.actor, partner=request.partner)
            return redirect("store:order", order.number)
    return None


def _exclusions_clause(request: PartnerRequest) -> str:
    store = request.definition.store
    return store.exclusions.clause if store and store.exclusions else ""


def _with_store(request: PartnerRequest) -> None:
    if request.definition.store is None:
        raise Http404


def _line_page(request: PartnerRequest, form: LineForm, product: Product, row: CartLine | None = None) -> HttpResponse:
    """The form of a line, with what one unit costs."""
    return dashboard_page(
        request,
        "store/cart/line.html",
        form=form,
        product=product,
        line=row,
        offer=own_offer(request, product),
        currency=request.partner.currency,
    )


def _line_form(request: PartnerRequest, product: Product, initial: dict[str, Any] | None = None) -> LineForm:
    store = request.definition.store
    hosts = store.cloud_account.hosts if store and store.cloud_account else []
    cloud = bool(hosts) and product.kind != Product.Kind.ON_PREMISE
    follows = {rule.kind for rule in store.deliveries if rule.becomes == "active_subscription"} if store else set()
    clients = client_choices(request, now=now(), extends=product.kind in follows)
    given = initial or {"country": "", "known": request.GET.get("client", "")}
    form = LineForm(request.POST or None, accounts=hosts, cloud=cloud, clients=clients, initial=given)
    restore(request, form, f"line.{request.path}"[:100])
    return form
