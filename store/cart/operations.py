"""Operations on the cart: add a line, change it, remove it."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.permissions import require
from common.actor import Actor
from common.refusals import Refused
from partners.models import Partner
from store.models import CartLine, Product
from store.orders.operations.placing import MOST_LINES
from store.pricing.quoting import EndClient


class UnableToFillCart(Refused):
    """The line can't be put into the cart; ``problems`` says why, by field."""


def add_to_cart(
    *, actor: Actor, partner: Partner, product: Product, quantity: int, client: EndClient, now: datetime
) -> CartLine:
    """Put a product for one client into the cart. Raises UnableToFillCart, PermissionDenied."""
    require(actor, "orders.place", program_id=partner.program_id)
    _refuse_quantity(quantity)
    if CartLine.objects.visible_to(actor).count() >= MOST_LINES:
        raise UnableToFillCart({"": _("A cart has at most %(most)s lines.") % {"most": MOST_LINES}})
    return CartLine.objects.create(
        program_id=partner.program_id,
        partner=partner,
        product=product,
        quantity=quantity,
        client=client.stored(),
        added_at=now,
    )


def change_line(*, actor: Actor, line: CartLine, quantity: int, client: EndClient) -> CartLine:
    """Change a line's quantity and client. Raises UnableToFillCart, PermissionDenied."""
    require(actor, "orders.place", program_id=line.program_id)
    _refuse_quantity(quantity)
    line.quantity, line.client = quantity, client.stored()
    line.save(update_fields=["quantity", "client"])
    return line


def remove_line(*, actor: Actor, line: CartLine) -> None:
    """Remove a line. Raises PermissionDenied."""
    require(actor, "orders.place", program_id=line.program_id)
    line.delete()


def empty_cart(*, actor: Actor, partner: Partner) -> None:
    """Remove every line, after the order is placed. Raises PermissionDenied."""
    require(actor, "orders.place", program_id=partner.program_id)
    CartLine.objects.visible_to(actor).filter(partner=partner).delete()


def _refuse_quantity(quantity: int) -> None:
    if not 0 < quantity <= CartLine.MOST:
        raise UnableToFillCart({"quantity": _("Enter a number from 1 to %(most)s.") % {"most": CartLine.MOST}})
