"""Reads for renewals: which licenses end soon, what renews one, and which one a line is about."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from clients.models import ClientLicence
from clients.queries import lapsed_keys
from common.actor import Actor
from store.catalogue.queries import products, states_on
from store.models import OrderLine, Product, ProductState
from store.pricing.asked import EndClient
from store.pricing.markets import account_host

LOOK_AHEAD = 60  # days, where the program reminds of no expiry earlier


def coming(actor: Actor, on: date, reminders: list[int], late_days: int = 0) -> QuerySet[ClientLicence]:
    """Licenses of known clients that end soon or can still be renewed, the first one in front.

    ``reminders`` are days before the end, ``late_days`` those after it in which a key can be renewed.
    """
    soon = Q(state=ClientLicence.State.ACTIVE, ends_on__range=(on, on + timedelta(days=max([*reminders, LOOK_AHEAD]))))
    rows = ClientLicence.objects.visible_to(actor).filter(soon | lapsed_keys(on, late_days)).exclude(client=None)
    return rows.select_related("client").order_by("ends_on", "pk")


def renewal_of(actor: Actor, licence: ClientLicence, on: date) -> Product | None:
    """The product that renews a license: the same subscription, or the maintenance of a key; None if none is sold."""
    if licence.kind == ClientLicence.Kind.SUBSCRIPTION:
        found = list(products(actor).filter(code=licence.product))
    else:
        kept = products(actor).filter(kind=Product.Kind.MAINTENANCE)
        found = [each for each in kept if not each.requires or licence.product in each.requires]
        found.sort(key=lambda each: licence.product not in each.requires)  # one that names it before one for all
    states = states_on(actor, on, [each.pk for each in found])
    return next((each for each in found if states.get(each.pk) in ProductState.RENEWED), None)


def licence_for(line: OrderLine) -> ClientLicence | None:
    """The license that a renewal, upgrade or add-on is for: the one it names, or the client's latest that fits."""
    rows = ClientLicence.objects.filter(partner_id=line.partner_id).exclude(state=ClientLicence.State.DEACTIVATED)
    if named := line.client.get("licence"):
        return rows.filter(pk=named).first()
    company, account = line.client.get("company", ""), account_host(line.client.get("account", ""))
    if not company and not account:
        return None
    mine = rows.filter(client__account=account) if account else rows.filter(client__company__iexact=company)
    if line.product.requires:
        mine = mine.filter(product__in=line.product.requires)
    return mine.order_by("state", "-starts_on", "-pk").first()


def client_of(licence: ClientLicence) -> EndClient:
    """The license's client, as a line of the cart names it."""
    client = licence.client
    if client is None:
        return EndClient(licence=licence.pk)
    return EndClient(
        company=client.company, country=client.country, account=client.account, known=client.pk, licence=licence.pk
    )
