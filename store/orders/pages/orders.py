"""A partner's orders: the list, and one order with its lines and history."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may, require
from clients.models import ClientLicence
from clients.queries import licences_of
from common.clock import now
from partners.drafts.kit import restore
from partners.pages.access import dashboard_page, partner_page
from partners.requests import PartnerRequest
from programs.uploads import UploadsField
from store.compliance.operations import answer_check
from store.models import ComplianceCheck, Order, OrderLine
from store.orders.operations import cancel_order
from store.orders.queries import order_with_lines, orders
from store.orders.rules import can
from store.orders.writing import UnableToChangeOrder
from store.payments.ways import ways_for
from store.wording import method_name
from web.fields import Lines, Search
from web.forms import RefusableForm
from web.paging import page_number, page_of


class AnswerForm(RefusableForm):
    """What the vendor asked for in a compliance review."""

    answer = Lines(label=_l("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    attached = UploadsField(label=_l("Files"), required=False, help_text=_l("PDF, JPEG or PNG, up to 10 MB each."))


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
    checks = ComplianceCheck.objects.visible_to(request.actor).exclude(state=ComplianceCheck.State.FOUND)
    check = checks.filter(order=row).first()
    form = None
    if check and check.state in ComplianceCheck.OPEN and may(request.actor, "orders.place"):
        answering = request.POST.get("step") == "answer"
        form = AnswerForm(request.POST if answering else None, request.FILES if answering else None)
        restore(request, form, f"order.{row.number}")
    if request.method == "POST":
        require(request.actor, "orders.place")
        if answer := _answer(request, check, form) if form and form.is_bound else _cancel(request, row):
            return answer
    return dashboard_page(
        request,
        "store/orders/order.html",
        order=row,
        check=check,
        answer_form=form,
        method=method_name(row.method),
        ways=ways_for(row) if may(request.actor, "orders.place") else [],
        may_see_invoices=may(request.actor, "invoices.view"),
        licences=_licences(request, row),
        may_cancel=can(row.state, "cancel") and may(request.actor, "orders.place"),
    )


def _licences(request: PartnerRequest, row: Order) -> Iterable[ClientLicence]:
    """What the order became, if the member may see clients; a client who moved took its licenses along."""
    if not may(request.actor, "clients.view"):
        return []
    return licences_of(request.actor).filter(delivery__line__order=row).order_by("pk")


def _cancel(request: PartnerRequest, row: Order) -> HttpResponse:
    try:
        cancel_order(actor=request.actor, order=row, today=request.today, now=now())
        messages.success(request, _("The order is canceled."))
    except UnableToChangeOrder as refused:
        messages.error(request, str(refused))
    return redirect("store:order", row.number)


def _answer(request: PartnerRequest, check: ComplianceCheck | None, form: AnswerForm) -> HttpResponse | None:
    if check is not None and form.is_valid():
        with form.refusals():
            answer_check(
                actor=request.actor,
                check=check,
                answer=form.cleaned_data["answer"],
                files=form.cleaned_data["attached"],
                now=now(),
            )
            messages.success(request, _("Your answer was sent."))
            return redirect(request.path)
    return None


class OrderFilters(forms.Form):
    """Filters of the list."""

    q = Search(
        label=_l("Order number or client"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(label=_l("Status"), required=False, choices=[("", _l("Any")), *Order.State.choices])

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
