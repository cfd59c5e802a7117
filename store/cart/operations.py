"""Operations on the cart: add a line, change it, remove it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import require
from common.actor import Actor
from common.refusals import Refused
from partners.models import Partner
from programs.rulebook import Rulebook
from store.compliance.operations import note_if_excluded
from store.models import CartLine, ClientQuote, Product
from store.orders.operations.placing import MOST_LINES
from store.pricing.quoting import EndClient


class UnableToFillCart(Refused):
    """The line can't be put into the cart; ``problems`` says why, by field."""


def add_to_cart(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    product: Product,
    quantity: int,
    client: EndClient,
    today: date,
    now: datetime,
    quote: ClientQuote | None = None,
) -> CartLine:
    """Put a product for one client into the cart; ``quote`` is what it was offered in.

    A client that can't be sold to leaves a compliance record (B24-2.4); the cart says so beside the line. Raises
    UnableToFillCart, PermissionDenied.
    """
    require(actor, "orders.place", program_id=partner.program_id)
    _refuse_quantity(quantity)
    if CartLine.objects.visible_to(actor).count() >= MOST_LINES:
        raise UnableToFillCart({"": _("A cart has at most %(most)s lines.") % {"most": MOST_LINES}})
    with transaction.atomic():
        note_if_excluded(actor=actor, partner=partner, rulebook=rulebook, client=client, today=today, now=now)
        return CartLine.objects.create(
            program_id=partner.program_id,
            partner=partner,
            product=product,
            quantity=quantity,
            client=client.stored(),
            quote=quote,
            added_at=now,
        )


def change_line(
    *,
    actor: Actor,
    line: CartLine,
    rulebook: Rulebook,
    quantity: int,
    client: EndClient,
    today: date,
    now: datetime,
) -> CartLine:
    """Change a line's quantity and client, as ``add_to_cart``. Raises UnableToFillCart, PermissionDenied."""
    require(actor, "orders.place", program_id=line.program_id)
    _refuse_quantity(quantity)
    with transaction.atomic():
        note_if_excluded(actor=actor, partner=line.partner, rulebook=rulebook, client=client, today=today, now=now)
        line.quantity, line.client = quantity, client.stored()
        line.save(update_fields=["quantity", "client"])
    return line


@dataclass(frozen=True, slots=True)
class NewLine:
    """A product for a client, to put into the cart."""

    product: Product
    quantity: int
    client: EndClient


def replace_cart(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    lines: Sequence[NewLine],
    today: date,
    now: datetime,
) -> list[CartLine]:
    """Put these lines into the cart in place of those in it. Raises UnableToFillCart, PermissionDenied."""
    with transaction.atomic():
        empty_cart(actor=actor, partner=partner)
        return [
            add_to_cart(
                actor=actor,
                partner=partner,
                rulebook=rulebook,
                product=each.product,
                quantity=each.quantity,
                client=each.client,
                today=today,
                now=now,
            )
            for each in lines
        ]


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
