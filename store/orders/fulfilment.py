"""What a paid line becomes: cloud subscriptions and activation keys, one for each unit (B24-2.2a, B24-2.3.1)."""

from collections.abc import Sequence
from datetime import date, datetime

from clients.models import Client, ClientLicence
from clients.operations.adding import UnableToAddClient, add_client
from clients.operations.licences import open_licence
from clients.queries import client_of_account, paid_until
from common.actor import Actor
from common.dates import DAY, months_after
from common.prepared import insert
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
) -> list[Delivery]:
    """Open the licenses of a paid order. A unit that has its license keeps it, so nothing is delivered twice.

    Raises UnableToChangeOrder if a client was linked to another partner after the order was placed.
    """
    store = rulebook.on(today).store
    rules = {rule.kind: rule for rule in (store.deliveries if store else [])}
    delivered = []
    for line in lines:
        client = _client(order, line, rulebook, today, now)
        if rule := rules.get(line.product.kind):  # type: ignore[call-overload]  # kinds are the same in both
            delivered += _open(order, line, rule, rulebook, client, today, now)
    return delivered


def _open(
    order: Order,
    line: OrderLine,
    rule: DeliveryRule,
    rulebook: Rulebook,
    client: Client | None,
    today: date,
    now: datetime,
) -> list[Delivery]:
    product, made = line.product, []
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
            rulebook=rulebook,
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
        delivery = Delivery(
            program_id=order.program_id, partner_id=order.partner_id, line=line, unit=unit, licence=licence, at=now
        )
        insert(delivery)
        made.append(delivery)
        if subscription and ends:
            begins = ends + DAY  # several units of one subscription follow each other
    return made


def _client(order: Order, line: OrderLine, rulebook: Rulebook, today: date, now: datetime) -> Client | None:
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
            rulebook=rulebook,
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
