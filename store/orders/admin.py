"""Orders in the admin: those to confirm, one order, and the decisions about it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from partners.admin_rows import PartnerRowsAdmin
from programs.request_rules import rules_today
from store.compliance.finding import find_restricted_sale
from store.models import Order
from store.orders.admin_forms import ConfirmPayment, Reason, Refund
from store.orders.operations import cancel_order, pay_order
from store.orders.operations.correcting import exclude_order, include_order, refund_order
from store.orders.rules import PAID, can
from store.templatetags.store import money
from store.wording import method_name
from web.admin.badges import badge
from web.admin.decisions import Decision
from web.admin.filters import MomentFilter, StateFilter
from web.requests import Request

State = Order.State
PERMISSION = "orders.confirm"
TONES = {State.PAID: "success", State.PLACED: "info", State.WAITING_COMPLIANCE: "warning", State.CANCELLED: ""}
# decision's path -> the step of the order's states
STEPS = {"confirm": "pay", "refund": "refund", "cancel": "cancel"}


@admin.register(Order)
class OrderAdmin(PartnerRowsAdmin):
    """Every order; amounts never change, a correction is a new row."""

    list_display = ("number", "partner", "placed_on", "state_words", "total_words", "method_words", "due_on", "paid_on")
    list_display_links = ("number",)
    list_filter = (StateFilter, ("placed_at", MomentFilter))
    list_select_related = ("partner",)
    exact = ("number",)
    search_help_text = _("Partner's name or code, or an order number")
    change_form_outer_before_template = "store/orders/admin/order.html"
    actions_detail = ("confirm", "refund", "leave_out", "include", "restricted", "cancel")

    confirm = Decision(
        label=_("Confirm payment"),
        path="confirm",
        icon="payments",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        form=ConfirmPayment,
        operation=pay_order,
        bulk=ConfirmPayment,
        title=_("Confirm the payment of order %(number)s"),
        told=_("Paid. The sale, points, level and licenses are recorded."),
        intro=_(
            "Confirm once %(total)s has arrived. This records the sale, opens the licenses and emails the partner."
        ),
    )
    cancel = Decision(
        label=_("Cancel order"),
        path="cancel",
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=Reason,
        operation=cancel_order,
        title=_("Cancel order %(number)s"),
        danger=True,
        told=_("Canceled. We notified the partner."),
        intro=_("The order ends unpaid. The partner can place a new one at that day's prices."),
    )

    refund = Decision(
        label=_("Refund"),
        icon="undo",
        permission=PERMISSION,
        form=Refund,
        operation=refund_order,
        title=_("Refund order %(number)s"),
        danger=True,
        told=_("Refunded. Sales, points, level and licenses follow."),
        intro=_("Reverses the sale of the refunded units, ends their licenses and returns bonus that hasn't expired."),
    )
    leave_out = Decision(
        label=_("Exclude from sales"),
        path="exclude",
        icon="visibility_off",
        permission=PERMISSION,
        form=Reason,
        operation=exclude_order,
        title=_("Exclude order %(number)s from sales and seats"),
        danger=True,
        told=_("Excluded. Points, level and seats follow."),
        intro=_("For example, because the end user is the partner itself or an affiliate. Licenses keep working."),
    )
    restricted = Decision(
        label=_("Report a restricted sale"),
        icon="gpp_bad",
        permission="compliance.decide",
        form=Reason,
        operation=find_restricted_sale,
        title=_("Report order %(number)s as a restricted sale"),
        danger=True,
        told=_("Recorded. You find it among the compliance records."),
        intro=_(
            "For a paid order that went to a restricted territory or to a person on a list. It stays paid: refund or "
            "exclude it if needed."
        ),
    )
    include = Decision(
        label=_("Count again"),
        icon="visibility",
        permission=PERMISSION,
        form=Reason,
        operation=include_order,
        title=_("Count order %(number)s again"),
        told=_("The order counts again."),
    )

    def get_fieldsets(self, request: Request, obj: Order | None = None) -> list[Any]:
        """None: the page shows everything itself."""
        return []

    def get_ordering(self, request: Request) -> tuple[Any, ...]:
        return ("-pk",)

    def get_queryset(self, request: Request) -> QuerySet[Order]:
        return super().get_queryset(request).select_related("partner", "placed_by")

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: Order | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            context |= {
                "order": obj,
                "state": self.state_words(obj),
                "method": self.method_words(obj),
                "rules": rules_today(request),
                "lines": obj.lines.order_by("place"),
                "refunds": obj.refunds.order_by("place"),
                "steps": obj.steps.select_related("by"),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def offered(self, request: Request, row: Order) -> set[str]:
        """Only the steps possible now."""
        if not may(request.actor, PERMISSION):
            return set()
        offered = {path for path, step in STEPS.items() if can(row.state, step)}
        if row.state in PAID:
            offered.add("include" if row.excluded_on else "exclude")
            offered.add("restricted")
        return offered

    def words_about(self, row: Order) -> dict[str, Any]:
        return {"number": row.number, "partner": row.partner, "total": money(row.total, row.currency)}

    @display(description=_("payment method"), ordering="method")
    def method_words(self, row: Order) -> str:
        return method_name(row.method)

    @display(description=_("status"), ordering="state")
    def state_words(self, row: Order) -> SafeString:
        return badge(row.get_state_display(), TONES.get(State(row.state), "danger"))

    @display(description=_("total"), ordering="total")
    def total_words(self, row: Order) -> str:
        return money(row.total, row.currency)
