"""Template tags of the store: amounts, percents, and the state of an order."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import numbers
from programs.code_names import Names
from store.models import ClientQuote, ExemptionRequest, KycRequest, Order
from store.payments.ways import Way
from web.templatetags.components import badge

register = template.Library()

State = Order.State
TONES = {State.PAID: "good", State.WAITING_COMPLIANCE: "warn", State.PLACED: "accent", State.CANCELLED: ""}


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """Format an amount in the reader's language: €1,188.00."""
    return "" if amount is None else numbers.money(amount, currency)


@register.filter
def days_later(day: date, days: int) -> date:
    """The day so many days after another."""
    return day + timedelta(days=days)


@register.filter
def signed_money(amount: Decimal, currency: str) -> str:
    """Format an amount with its sign: +€10.00."""
    return f"{'+' if amount > 0 else ''}{money(amount, currency)}"


@register.filter
def less(amount: Decimal, currency: str) -> str:
    """Format what is taken off: −€10.00; an empty text for nothing."""
    return money(-amount, currency) if amount else money(amount, currency)


@register.simple_tag
def order_state(order: Order) -> SafeString:
    """The order's state as a badge."""
    return badge(order.get_state_display(), tone=TONES.get(State(order.state), "bad"))


@register.simple_tag
def quote_state(quote: ClientQuote, today: date) -> SafeString:
    """The quote's state as a badge; a ready one may have expired."""
    if quote.state == ClientQuote.State.READY and not quote.is_valid(today):
        return badge(_("expired"), tone="")
    tones = {"ready": "good", "waiting": "warn", "declined": "bad"}
    return badge(quote.get_state_display(), tone=tones.get(quote.state, ""))


@register.simple_tag
def kyc_state(asked: KycRequest, today: date) -> SafeString:
    """The request's state as a badge; one that waits for the partner may be overdue."""
    if asked.state == KycRequest.State.ASKED and asked.due_on < today:
        return badge(_("overdue"), tone="bad")
    tones = {"asked": "accent", "answered": "warn", "accepted": "good", "rejected": "bad"}
    return badge(asked.get_state_display(), tone=tones[asked.state])


@register.simple_tag
def exemption_state(asked: ExemptionRequest) -> SafeString:
    """The request's state as a badge."""
    tones = {"waiting": "warn", "approved": "good", "declined": "bad"}
    return badge(asked.get_state_display(), tone=tones.get(asked.state, ""))


@register.simple_tag
def bonus_name(names: Mapping[str, str], code: str) -> str:
    """The name of a kind of bonus, or its code if the current rules no longer have it."""
    return names.get(code, code)


@register.filter
def exact(value: Decimal, currency: str) -> str:
    """An amount with all decimals of its currency: «1,000.00 EUR»."""
    return numbers.exact_money(value, currency)


@register.simple_tag
def market_named(names: Names, code: str) -> str:
    """The name of a market."""
    return names.market(code)


@register.simple_tag
def pay_by(way: Way, order: Order) -> str:
    """The address at which an order is paid in this way."""
    return way.page(order)
