"""What a paid or refunded order does to licenses that exist: renewals, upgrades, additional seats.

New licenses are opened by store/orders/fulfilment.py. Both happen in the transaction of the payment.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from clients.models import ClientLicence
from clients.operations.changing import UnableToChangeLicence, change_licence
from common.actor import Actor
from common.dates import DAY, months_after
from store.models import LicenceChange, OrderLine, Product, RefundLine
from store.orders.events import OrderPaid, OrderRefunded
from store.renewals.queries import licence_for

Kind = Product.Kind


def change_licences(event: OrderPaid) -> None:
    """Let the licenses follow what was bought for them; a line that changed its license before changes nothing."""
    for line in event.lines:
        if line.product.kind not in (Kind.MAINTENANCE, Kind.UPGRADE, Kind.ADDON):
            continue
        licence = licence_for(line)
        if licence is None or LicenceChange.objects.filter(line=line, undoes=None).exists():
            continue
        if wanted := _wanted(line, licence):
            _change(line, licence, wanted, event.program_id, event.now)


def undo_changes(event: OrderRefunded) -> None:
    """Take back what a refunded line changed. A line that was refunded in part keeps its change."""
    whole = RefundLine.objects.filter(refund=event.refund_id).values_list("line", flat=True)
    rows = LicenceChange.objects.filter(line__in=list(whole), undoes=None, undone_by=None).select_related("line")
    for change in rows.order_by("pk"):
        refunded = sum(RefundLine.objects.filter(line=change.line).values_list("quantity", flat=True))
        if refunded >= change.line.quantity:
            _undo(change, event.program_id, event.now)


def _wanted(line: OrderLine, licence: ClientLicence) -> LicenceChange | None:
    """The change that a line makes, not stored yet; None if it makes none."""
    product = line.product
    change = LicenceChange(line=line, licence=licence)
    if product.kind == Kind.MAINTENANCE and product.months and licence.ends_on:
        # A late renewal pays for the days since the end, too: the term has no gap (R17).
        ends_on = months_after(licence.ends_on + DAY, product.months * line.quantity) - DAY
        change.days = (ends_on - licence.ends_on).days
    elif product.kind == Kind.UPGRADE and product.becomes:
        new = Product.objects.filter(program_id=line.program_id, code=product.becomes).first()
        if new is None:
            return None
        change.product, change.plan = licence.product, licence.plan
        change.seats = (new.seats or licence.seats) - licence.seats
    elif product.kind == Kind.ADDON and product.seats:
        change.seats = product.seats * line.quantity
    else:
        return None
    return change


def _change(line: OrderLine, licence: ClientLicence, change: LicenceChange, program_id: int, now: datetime) -> None:
    new = Product.objects.filter(program_id=program_id, code=line.product.becomes).first() if change.product else None
    try:
        change_licence(
            actor=Actor.system(program_id),
            licence=licence,
            now=now,
            ends_on=licence.ends_on + timedelta(days=change.days) if licence.ends_on and change.days else None,
            product=new.code if new else "",
            plan=new.name if new else "",
            seats=licence.seats + change.seats,
        )
    except UnableToChangeLicence:
        return  # it was deactivated after the order was placed; staff see the paid line and refund it
    change.program_id, change.partner_id, change.at = program_id, line.partner_id, now
    change.save()


def _undo(change: LicenceChange, program_id: int, now: datetime) -> None:
    licence = ClientLicence.objects.get(pk=change.licence_id)
    with suppress(UnableToChangeLicence):  # a deactivated license has nothing to take back
        change_licence(
            actor=Actor.system(program_id),
            licence=licence,
            now=now,
            ends_on=licence.ends_on - timedelta(days=change.days) if licence.ends_on and change.days else None,
            product=change.product,
            plan=change.plan,
            seats=max(licence.seats - change.seats, 0),
        )
    LicenceChange.objects.create(
        program_id=program_id,
        partner_id=change.partner_id,
        line=change.line,
        licence=licence,
        undoes=change,
        days=-change.days,
        seats=-change.seats,
        at=now,
    )
