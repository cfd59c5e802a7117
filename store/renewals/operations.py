"""Filling the cart with the renewal of a license."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.permissions import require
from clients.models import ClientLicence
from common.actor import Actor
from common.refusals import Refused
from partners.models import Partner
from programs.rulebook import Rulebook
from store.cart.operations import add_to_cart
from store.models import CartLine
from store.renewals.queries import client_of, renewal_of


class UnableToRenew(Refused):
    """The license can't be renewed in the store."""


def renew_licence(
    *, actor: Actor, partner: Partner, rulebook: Rulebook, licence: ClientLicence, today: date, now: datetime
) -> CartLine:
    """Put the renewal of a license into the cart, for its client; a second call returns the same line.

    Raises UnableToRenew if nothing that is sold renews it, UnableToFillCart, PermissionDenied.
    """
    require(actor, "orders.place", program_id=partner.program_id)
    product = renewal_of(actor, licence, today)
    if product is None or licence.client is None:
        said = _("You can't renew %(plan)s in the store. Ask your partner manager.")
        raise UnableToRenew({"": said % {"plan": licence.plan}})
    mine = CartLine.objects.visible_to(actor).filter(partner=partner, product=product)
    if known := mine.filter(client__licence=licence.pk).first():
        return known
    return add_to_cart(
        actor=actor,
        partner=partner,
        rulebook=rulebook,
        product=product,
        quantity=1,
        client=client_of(licence),
        today=today,
        now=now,
    )
