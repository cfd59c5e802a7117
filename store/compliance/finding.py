"""Recording that a paid order went to a restricted territory or person (B24-2.4)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.events import publish
from common.text import without_odd
from programs.rulebook import Rulebook
from store.compliance.events import RestrictedSaleFound
from store.compliance.operations import UnableToDecideCompliance
from store.models import ComplianceCheck, Order
from store.orders.rules import PAID
from store.orders.writing import hold_order
from store.screening.queries import screen

PERMISSION = "compliance.decide"
LONGEST = 400
State = ComplianceCheck.State


def find_restricted_sale(
    *, actor: Actor, order: Order, rulebook: Rulebook, reason: str, today: date, now: datetime
) -> ComplianceCheck:
    """Record that a paid order went to a restricted territory or person, and publish it for what follows.

    The record names the clients, and those of their names that stand on today's lists. The order itself stays as it
    is: refunding or excluding it is the manager's next decision. Raises UnableToDecideCompliance without a reason, for
    an order that isn't paid, or one that is recorded already; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=order.program_id)
    said = without_odd(reason, lines=True)
    if not said or len(said) > LONGEST:
        raise UnableToDecideCompliance(
            {"reason": _("Enter a text of at most %(most)s characters.") % {"most": LONGEST}}
        )
    with transaction.atomic():
        row = hold_order(actor, order)
        known = ComplianceCheck.objects.visible_to(actor).filter(order=row).first()
        if row.state not in PAID or (known and known.state == State.FOUND):
            raise UnableToDecideCompliance({"": _("This is no longer possible: the order has changed.")})
        check = known or ComplianceCheck(
            program_id=row.program_id, partner_id=row.partner_id, order=row, opened_at=now, opened_by_id=actor.user_id
        )
        _fill(check, row, rulebook, today)
        check.state, check.reason, check.decided_at, check.decided_by_id = State.FOUND, said, now, actor.user_id
        check.save()
        note_act(
            actor=actor,
            action=PERMISSION,
            subject=check,
            partner_id=row.partner_id,
            now=now,
            summary=sentence(
                "Found that order %(number)s was a restricted sale: %(said)s", number=row.number, said=said
            ),
        )
        publish(RestrictedSaleFound(rulebook, row.partner_id, row.pk, check.pk, said, today, now))
    return check


def _fill(check: ComplianceCheck, order: Order, rulebook: Rulebook, today: date) -> None:
    """Name the order's clients, and what the lists of today say about them."""
    clients = [line.client for line in order.lines.order_by("place")]
    names = [str(client[key]) for client in clients for key in ("company", "contact") if client.get(key)]
    store = rulebook.on(today).store
    rules = store.exclusions if store else None
    hits = screen(order.program_id, names, rules, today)
    check.company = ", ".join(sorted({str(client.get("company", "")) for client in clients} - {""}))[:200]
    check.countries = sorted({str(client.get("country", "")) for client in clients} - {""})
    check.matches = [match.stored() for found in hits.values() for match in found]
    check.clause = rules.clause if rules else ""
