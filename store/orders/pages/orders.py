"""A partner's orders: the list, and one order with its lines and history."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may, require
from common.clock import now
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from store.models import Order, OrderLine
from store.orders.operations import cancel_order
from store.orders.queries import order_with_lines, orders
from store.orders.rules import can
from store.orders.writing import UnableToChangeOrder
from store.wording import method_name
from web.fields import Search
from web.paging import page_number, page_of


@require_safe
@partner_page("orders.view")
def order_list(request: PartnerRequest) -> HttpResponse:
    """The partner's orders, newest first."""
    form = OrderFilters(request.GET)
    page = page_of(form.apply(orders(request.actor)), page_number(request.GET))
    if request.definition.store is None and not page.rows:
        raise Http404
    return dashboard_page(request, "store/orders/list.html", form=form, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page("orders.view")
def order(request: PartnerRequest, number: str) -> HttpResponse:
    """One order; an unpaid one can be canceled."""
    row = order_with_lines(request.actor, number)
    if row is None:
        raise Http404
    if request.method == "POST":
        require(request.actor, "orders.place")
        try:
            cancel_order(actor=request.actor, order=row, today=request.today, now=now())
            messages.success(request, _("The order is canceled."))
        except UnableToChangeOrder as refused:
            messages.error(request, str(refused))
        return redirect("store:order", row.number)
    return dashboard_page(
        request,
        "store/orders/order.html",
        order=row,
        method=method_name(row.method),
        may_cancel=can(row.state, "cancel") and may(request.actor, "orders.place"),
    )


class OrderFilters(forms.Form):
    """Filters of the list."""

    q = Search(
        label=gettext_lazy("Order number or client"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("Any")), *Order.State.choices]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()

    def apply(self, rows: QuerySet[Order]) -> QuerySet[Order]:
        """The rows that match the valid filters."""
        if text := self.cleaned_data.get("q"):
            of_client = OrderLine.objects.filter(client__company__icontains=text).values("order")
            rows = rows.filter(Q(number__iexact=text) | Q(pk__in=of_client))
        if state := self.cleaned_data.get("state"):
            rows = rows.filter(state=state)
        return rows

    @property
    def used(self) -> bool:
        """Whether any filter is set."""
        return any(self.cleaned_data.values())
