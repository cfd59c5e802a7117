"""What one app shows on another's page, where neither may know the other: from a request to a quote or an order."""

from collections.abc import Mapping
from typing import Any

from accounts.permissions import may
from web.cards import add_card


def _for_client(request: Any, about: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The ways to sell to the client of a request, while the partner holds it or has won it."""
    if not request.definition.store or not may(request.actor, "orders.place"):
        return None
    return {**about, "quotes": may(request.actor, "quotes.make")}


add_card("leads_reservation", "portal/for_client.html", _for_client, place=10)
