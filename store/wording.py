"""The words for codes of the store: payment methods and markets."""

from django.utils.translation import gettext_lazy

from programs.definition import Definition

_METHODS = {
    "bank_transfer": gettext_lazy("Bank transfer"),
    "card": gettext_lazy("Card"),
    "direct_debit": gettext_lazy("Direct debit"),
}


def method_name(code: str) -> str:
    """The name of a payment method; its code as words if it has none."""
    return str(_METHODS.get(code, "")) or code.replace("_", " ").capitalize()


def market_name(definition: Definition, code: str) -> str:
    """The name of a market, or its code."""
    markets = definition.store.markets if definition.store else []
    return next((market.name for market in markets if market.code == code), code)
