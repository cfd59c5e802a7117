"""What a revoked bonus takes away with it: the products that it paid for (B24-9c)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _  # the page of the order translates it for its reader

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from clients.models import ClientLicence
from clients.operations.licences import end_licence
from clients.operations.seats import recount_seats
from common.actor import Actor
from programs.rulebook import Rulebook
from store.models import Delivery, Order, OrderStep
from store.orders.operations.placing import cancel_order
from store.orders.rules import PAID
from store.orders.writing import hold_order, write_step


def withdraw_products(
    *, actor: Actor, order: Order, rulebook: Rulebook, reason: str, today: date, now: datetime
) -> list[ClientLicence]:
    """Deactivate what a bonus paid for in an order, wholly or in part; an unpaid order is canceled.

    The sale stays, because its amount is what was paid in money (R1), but the seats no longer count. Doing it again
    changes nothing. PermissionDenied for partners.
    """
    require(actor, "orders.confirm", program_id=order.program_id)
    with transaction.atomic():
        row = hold_order(actor, order)
        if row.state in Order.OPEN:
            cancel_order(actor=actor, order=row, today=today, now=now, reason=_("Its bonus was revoked."))
            return []
        if row.state not in PAID:
            return []
        delivered = Delivery.objects.visible_to(actor).filter(
            line__order=row, line__bonus__gt=0, licence__state=ClientLicence.State.ACTIVE
        )
        ended = [each.licence for each in delivered.select_related("licence").order_by("line__place", "unit")]
        for licence in ended:
            end_licence(
                actor=actor,
                licence=licence,
                on=today,
                reason=reason,
                today=today,
                now=now,
                deactivated=True,
                counts=False,
            )
        if ended:
            _finish(actor, row, rulebook, ended, reason, today, now)
    return ended


def _finish(
    actor: Actor,
    row: Order,
    rulebook: Rulebook,
    ended: list[ClientLicence],
    reason: str,
    today: date,
    now: datetime,
) -> None:
    clients = {licence.client_id for licence in ended if licence.client_id}
    recount_seats(actor=actor, client_ids=clients, rulebook=rulebook, reason=reason, today=today, now=now)
    write_step(row, OrderStep.Kind.WITHDRAWN, actor=actor, now=now, text=reason)
    note_act(
        actor=actor,
        action="orders.confirm",
        subject=row,
        partner_id=row.partner_id,
        now=now,
        summary=sentence(
            "Deactivated %(count)s licenses of order %(number)s: %(reason)s",
            count=len(ended),
            number=row.number,
            reason=reason,
        ),
    )
