"""What a paid line becomes: cloud subscriptions and activation keys, one for each unit (B24-2.2a, B24-2.3.1)."""

from collections.abc import Sequence
from datetime import date, datetime

from clients.models import Client, ClientLicence
from clients.operations.adding import UnableToAddClient, add_client
from clients.operations.licences import open_licence
from clients.queries import client_of_account, paid_until
from common.actor import Actor
from common.dates import DAY, months_after
from programs.definition.store import Delivery as DeliveryRule
from programs.rulebook import Rulebook
from store.models import Delivery, Order, OrderLine
from store.orders.writing import UnableToChangeOrder
from store.pricing.asked import EndClient

KINDS = {
    "active_subscription": ClientLicence.Kind.SUBSCRIPTION,
    "activation_key": ClientLicence.Kind.KEY,
}


def deliver(
    *, order: Order, lines: Sequence[OrderLine], rulebook: Rulebook, today: date, now: datetime
) -> list[ClientLicence]:
    """Open the licenses of a paid order. A unit that has its license keeps it, so nothing is delivered twice.

    Raises UnableToChangeOrder if a client was linked to another partner after the order was placed.
    """
    store = rulebook.on(today).store
    rules = {rule.kind: rule for rule in (store.deliveries if store else [])}
    opened = []
    for line in lines:
        client = _client(order, line, today, now)
        if rule := rules.get(line.product.kind):  # type: ignore[call-overload]  # kinds are the same in both
            opened += _open(order, line, rule, client, today, now)
    return opened


def _open(
    order: Order, line: OrderLine, rule: DeliveryRule, client: Client | None, today: date, now: datetime
) -> list[ClientLicence]:
    product, found = line.product, []
    assert order.paid_on is not None
    begins = order.paid_on
    subscription = KINDS[rule.becomes] == ClientLicence.Kind.SUBSCRIPTION
    if subscription and client and (paid := paid_until(client, on=order.paid_on)):
        begins = paid + DAY
    for unit in range(1, line.quantity + 1):
        ends = months_after(begins, product.months) - DAY if product.months else None
        licence = open_licence(
            actor=Actor.system(order.program_id),
            client=client,
            partner=order.partner,
            kind=KINDS[rule.becomes],
            product=product.code,
            plan=line.name,
            seats=product.seats or 0,
            starts_on=begins,
            ends_on=ends,
            reference=f"order-{order.number}-{line.place}-{unit}",
            today=today,
            now=now,
        )
        Delivery.objects.create(
            program_id=order.program_id, partner_id=order.partner_id, line=line, unit=unit, licence=licence, at=now
        )
        found.append(licence)
        if subscription and ends:
            begins = ends + DAY  # several units of one subscription follow each other
    return found


def _client(order: Order, line: OrderLine, today: date, now: datetime) -> Client | None:
    """The record of the line's client, added if it is new; None for a key that is registered later."""
    given, system = EndClient.of(line.client), Actor.system(order.program_id)
    if not given.company:
        return None
    mine = Client.objects.filter(partner_id=order.partner_id).current()
    if given.known and (found := mine.filter(pk=given.known).first()):
        return found
    if given.account:
        found = client_of_account(system, given.account)
    else:
        found = mine.filter(company__iexact=given.company, country=given.country).order_by("pk").first()
    if found and found.partner_id == order.partner_id:
        return found
    try:
        return add_client(
            actor=system,
            partner=order.partner,
            kind=Client.Kind.CLOUD if given.account else Client.Kind.ON_PREMISE,
            company=given.company,
            country=given.country,
            origin=Client.Origin.PURCHASE,
            account=given.account,
            email=given.email,
            phone=given.phone,
            name=given.contact,
            tax_id=given.tax_id,
            today=today,
            now=now,
        )
    except UnableToAddClient as error:
        raise UnableToChangeOrder({"": str(error)}) from error
