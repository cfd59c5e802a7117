"""Card payments, refunds to cards and disputes in the admin, and the queues of what waits for a manager."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from partners.admin_rows import PartnerRowsAdmin
from store.cards.operations.checkouts import book_again
from store.cards.operations.refunds import give_back, retry_refund, settle_refund
from store.models import CardCheckout, CardDispute, CardRefund
from store.templatetags.store import money
from web.admin.badges import badge
from web.admin.decisions import Decision
from web.admin.filters import StateFilter
from web.admin.forms import AdminForm
from web.fields import Lines
from web.requests import Request

PERMISSION = "payments.book"
TONES = {
    "paid": "success",
    "sent": "success",
    "won": "success",
    "open": "info",
    "waiting": "warning",
    "failed": "danger",
    "foreign": "danger",
    "lost": "danger",
}


class SettleRefund(AdminForm):
    """What was done about it."""

    note = Lines(label=_("What was done"), max_length=400, help_text=_("For example: refunded by transfer on March 3."))


class RefundStateFilter(StateFilter):
    """Refunds in one state, or those that wait for a manager."""

    def lookups(self, request: Request, model_admin: Any) -> list[tuple[str, Any]]:
        return [("manager", _("Waiting for you")), *super().lookups(request, model_admin)]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[CardRefund]:
        if self.value() == "manager":
            return queryset.filter(state__in=CardRefund.OPEN)
        return super().queryset(request, queryset) if self.value() in CardRefund.State.values else queryset


class _CardRows(PartnerRowsAdmin):
    """Rows with an amount and a state."""

    ordering = ("-id",)
    list_display_links = ("sum",)

    @display(description=_("amount"), ordering="amount")
    def sum(self, row: Any) -> str:
        return money(row.amount, row.currency)

    @display(description=_("status"), ordering="state")
    def state_words(self, row: Any) -> SafeString:
        tone = TONES.get(row.state, "")
        return badge(
            row.get_state_display(), "danger" if isinstance(row, CardDispute) and row.state == "open" else tone
        )


@admin.register(CardCheckout)
class CardCheckoutAdmin(_CardRows):
    """Payments by card, newest first."""

    row_name = "checkout"
    list_display = ("started_at", "sum", "order", "partner", "state_words", "surplus_words", "note")
    list_filter = (StateFilter,)
    list_select_related = ("partner", "order")
    exact = ("order__number", "session", "intent")
    search_help_text = _("Partner's name or code, an order number, or Stripe's id")
    fields = (
        "order",
        "partner",
        "sum",
        "state_words",
        "surplus_words",
        "note",
        "paid_on",
        "account",
        "session",
        "intent",
        "started_by",
        "started_at",
        "expires_at",
        "asked_at",
    )
    readonly_fields = ("sum", "state_words", "surplus_words")
    actions_detail = ("book", "give")

    book = Decision(
        label=_("Book again"),
        icon="payments",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        operation=book_again,
        title=_("Book the payment of %(sum)s again"),
        intro=_("Marks the order as paid if nothing prevents it."),
        told=_("Booked. The order is paid."),
    )
    give = Decision(
        label=_("Give back"),
        icon="undo",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        operation=give_back,
        title=_("Give %(surplus)s back to the card"),
        danger=True,
        told=_("Stripe is asked to refund it."),
    )

    def offered(self, request: Request, row: CardCheckout) -> set[str]:
        waits = row.state == CardCheckout.State.WAITING and may(request.actor, PERMISSION)
        return {"book", "give"} if waits else set()

    def words_about(self, row: CardCheckout) -> dict[str, Any]:
        return {"sum": money(row.amount, row.currency), "surplus": money(row.surplus, row.currency)}

    @display(description=_("to give back"))
    def surplus_words(self, row: CardCheckout) -> str:
        return money(row.surplus, row.currency) if row.surplus else ""


@admin.register(CardRefund)
class CardRefundAdmin(_CardRows):
    """Refunds to cards, newest first."""

    row_name = "card_refund"
    list_display = ("queued_at", "sum", "order", "partner", "state_words", "failure", "note")
    list_filter = (RefundStateFilter,)
    list_select_related = ("partner", "checkout__order")
    exact = ("checkout__order__number", "reference")
    search_help_text = _("Partner's name or code, an order number, or Stripe's id")
    fields = (
        "sum",
        "order",
        "partner",
        "state_words",
        "failure",
        "note",
        "reference",
        "attempts",
        "queued_at",
        "retry_at",
        "sent_at",
    )
    readonly_fields = ("sum", "state_words", "order")
    actions_detail = ("retry", "settle")

    retry = Decision(
        label=_("Try again"),
        icon="refresh",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        operation=retry_refund,
        title=_("Refund %(sum)s again"),
        told=_("Stripe is asked again."),
    )
    settle = Decision(
        label=_("Settle"),
        icon="check",
        permission=PERMISSION,
        form=SettleRefund,
        operation=settle_refund,
        title=_("Settle the refund of %(sum)s"),
        button=_("Settle"),
        intro=_("If the money went back, refund the order too: only that ends its licenses and reverses its sale."),
        told=_("Settled."),
    )

    def get_queryset(self, request: Request) -> QuerySet[CardRefund]:
        return super().get_queryset(request).select_related("partner", "checkout__order")

    def offered(self, request: Request, row: CardRefund) -> set[str]:
        if not may(request.actor, PERMISSION) or row.state not in CardRefund.OPEN:
            return set()
        return {"retry", "settle"} if row.state == CardRefund.State.FAILED else {"settle"}

    def words_about(self, row: CardRefund) -> dict[str, Any]:
        return {"sum": money(row.amount, row.currency)}

    @display(description=_("order"))
    def order(self, row: CardRefund) -> str:
        return row.checkout.order.number


@admin.register(CardDispute)
class CardDisputeAdmin(_CardRows):
    """Disputes of card payments, newest first. Evidence is handed in at Stripe."""

    list_display = ("opened_at", "sum", "order", "partner", "reason", "state_words", "due_on")
    list_filter = (StateFilter,)
    list_select_related = ("partner", "checkout__order")
    exact = ("checkout__order__number", "reference")
    search_help_text = _("Partner's name or code, an order number, or Stripe's id")
    fields = ("sum", "order", "partner", "reason", "state_words", "reference", "opened_at", "due_on", "closed_at")
    readonly_fields = ("sum", "state_words", "order")

    def get_queryset(self, request: Request) -> QuerySet[CardDispute]:
        return super().get_queryset(request).select_related("partner", "checkout__order")

    @display(description=_("order"))
    def order(self, row: CardDispute) -> str:
        return row.checkout.order.number
