"""What an order needs of its buyer: verified billing details, and a payment method of the market."""

from datetime import date
from typing import Any

from partners.models import Partner
from programs.rulebook import Rulebook
from store.cards.keys import CARD, takes_cards
from store.payments.ways import is_served
from store.pricing.quotes import Quote


def verified(partner: Partner) -> bool:
    """Whether the vendor has verified the partner's billing details and they have not changed since."""
    return partner.verification == Partner.Verification.VERIFIED


def methods(rulebook: Rulebook, partner: Partner, found: Quote, today: date) -> list[str]:
    """The payment methods that every market in the quote has, in the program's order (B24-2.1.2a).

    Only those that can be used here; cards only where the contracting entity takes them and the total can be charged
    exactly (R3).
    """
    store = rulebook.on(today).store
    used = {line.market for line in found.lines}
    offered = [market.payment_methods for market in store.markets if market.code in used] if store else []
    shared = [each for each in offered[0] if all(each in other for other in offered)] if offered else []
    if CARD in shared and not takes_cards(rulebook.program.code, partner.entity, found.total, found.currency):
        shared.remove(CARD)
    return [method for method in shared if is_served(method)]


def billing_of(partner: Partner) -> dict[str, Any]:
    """The buyer's billing details as they are now."""
    legal = partner.legal
    return {
        "name": legal.get("registered_name") or partner.name,
        "address": legal.get("legal_address") or partner.address,
        "country": partner.country,
        "tax_id": legal.get("tax_id", ""),
        "email": partner.email,
    }
