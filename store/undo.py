"""How acts in the store are taken back within seconds (web/undo.py)."""

from typing import Any

from common.clock import now
from partners.requests import PartnerRequest
from store.cart.operations import add_to_cart
from store.catalogue.queries import products
from store.models import CartLine, ClientQuote
from store.pricing.quoting import EndClient
from web.undo import add_inverse

REMOVED = "cart.remove"


def about_line(row: CartLine) -> dict[str, Any]:
    """What it takes to put a line back."""
    return {"product": row.product.code, "quantity": row.quantity, "client": row.client, "quote": row.quote_id}


def put_back(request: PartnerRequest, *, product: str, quantity: int, client: Any, quote: int | None) -> CartLine:
    """Put a removed line back into the cart. Raises UnableToFillCart, Product.DoesNotExist."""
    quotes = ClientQuote.objects.visible_to(request.actor)
    return add_to_cart(
        actor=request.actor,
        partner=request.partner,
        rulebook=request.rulebook,
        product=products(request.actor).get(code=product),
        quantity=quantity,
        client=EndClient.of(client),
        quote=quotes.filter(pk=quote).first() if quote else None,
        today=request.today,
        now=now(),
    )


add_inverse(REMOVED, put_back)
