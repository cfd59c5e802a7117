"""Placing an order, and canceling one that is not paid."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.events import publish
from common.prepared import insert
from common.refusals import Refused
from common.text import without_odd
from partners.models import Partner
from programs.rulebook import Rulebook, read_rulebook
from store.bonuses.checkout import bonus_lines
from store.bonuses.operations.spending import hold_bonus
from store.bonuses.posting import UnableToUseBonus
from store.compliance.operations import note_refused_sale, open_check
from store.kyc.queries import kyc_problem
from store.models import Order, OrderLine, OrderStep
from store.money import ZERO
from store.orders.buyers import billing_of, methods, verified
from store.orders.events import OrderCancelled, OrderPlaced
from store.orders.rules import SIGNS, after
from store.orders.writing import hold_order, refuse_late, write_step
from store.pricing.quoting import Quote, QuotedLine, Wanted, quote

NUMBER_LENGTH = 8  # of 31 signs each: too many to guess, few enough to type into a bank transfer
MOST_LINES = 100


class UnableToOrder(Refused):
    """The order can't be placed; ``problems`` says why, by field: ``0.account`` is of the first line."""


class PricesChanged(UnableToOrder):
    """Something costs another amount than was shown; ``quote`` has what it costs now."""

    def __init__(self, now: Quote) -> None:
        super().__init__(
            {"": _("Prices have changed since you opened this page. Check the new total and order again.")}
        )
        self.quote = now


def place_order(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    wanted: Sequence[Wanted],
    method: str,
    today: date,
    now: datetime,
    seen: str | None = None,
    bonus: Decimal = ZERO,
) -> Order:
    """Order these products at today's prices, in the partner's currency (B24-2.1.1a, B24-2.1.1b).

    ``seen`` is the digest of the quote that was shown (``Quote.seen``). A line for a territory under review makes the
    order wait for a compliance decision (B24-2.4). ``bonus`` is reserved in the account (B24-9b).

    Raises PricesChanged if today's quote is another one than was seen, UnableToOrder with problems by field,
    PermissionDenied for anyone who may not order for this partner.
    """
    require(actor, "orders.place", program_id=partner.program_id)
    problems = _basics(rulebook, partner, wanted, method, today)
    if problems:
        raise UnableToOrder(problems)
    if blocked := kyc_problem(actor, partner.pk):
        raise UnableToOrder({"": blocked})
    found = quote(actor=actor, partner=partner, rulebook=rulebook, wanted=wanted, on=today, bonus=bonus)
    exclusions = store.exclusions if (store := rulebook.on(today).store) else None
    clause = exclusions.clause if exclusions else ""
    if found.excluded:
        refused: dict[str, Any] = {"clients": found.excluded, "matches": found.matches}
        note_refused_sale(actor=actor, partner=partner, clause=clause, now=now, **refused)
    if found.problems:
        raise UnableToOrder(found.problems)
    with transaction.atomic():
        _refuse_method(rulebook, partner, found, method, today)
        if seen is not None and seen != found.seen:
            raise PricesChanged(found)
        order = _write(actor, partner, rulebook, found, method, today, now)
        write_step(order, OrderStep.Kind.PLACED, actor=actor, now=now)
        if found.under_review:
            waits: dict[str, Any] = {"clients": found.reviewed, "matches": found.matches}
            open_check(actor=actor, order=order, clause=clause, now=now, **waits)
        publish(OrderPlaced(rulebook, partner.pk, order.pk, found.under_review, today, now, order))
        # Last, so that the partner's other checkouts don't wait for all of this.
        _hold_bonus(actor, order, partner, rulebook, found, today, now)
    return order


def _hold_bonus(
    actor: Actor, order: Order, partner: Partner, rulebook: Rulebook, found: Quote, today: date, now: datetime
) -> None:
    """Reserve the bonus until the order is paid or canceled (R6). Raises UnableToOrder if somebody just used it."""
    if not found.bonus:
        return
    try:
        hold_bonus(
            actor=actor,
            partner=partner,
            rulebook=rulebook,
            order=order.number,
            amount=found.bonus,
            currency=found.currency,
            lines=bonus_lines((line.wanted.product.kind, line.amounts) for line in found.lines),
            today=today,
            now=now,
        )
    except UnableToUseBonus as error:
        raise UnableToOrder(error.problems) from error


def cancel_order(*, actor: Actor, order: Order, today: date, now: datetime, reason: str = "") -> Order:
    """Cancel an order that is not paid. Raises UnableToChangeOrder once it is, or for a vendor without a reason."""
    require(actor, "orders.confirm" if actor.is_vendor else "orders.place", program_id=order.program_id)
    with transaction.atomic():
        row = hold_order(actor, order)
        refuse_late(row, "cancel")
        row.state, row.cancelled_at = after("cancel"), now
        row.save(update_fields=["state", "cancelled_at"])
        write_step(row, OrderStep.Kind.CANCELLED, actor=actor, now=now, text=without_odd(reason, lines=True))
        note_act(
            actor=actor,
            action="orders.confirm",
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence("Canceled order %(number)s", number=row.number),
        )
        rulebook = read_rulebook(row.program_id)
        publish(OrderCancelled(rulebook, row.partner_id, row.pk, actor.is_vendor, today, now))
    return row


def _basics(
    rulebook: Rulebook, partner: Partner, wanted: Sequence[Wanted], method: str, today: date
) -> Mapping[str, str]:
    store = rulebook.on(today).store
    if store is None:
        return {"": _("This program has no store.")}
    if not wanted:
        return {"": _("The cart is empty.")}
    if len(wanted) > MOST_LINES:
        return {"": _("An order has at most %(most)s lines.") % {"most": MOST_LINES}}
    if partner.currency not in {currency for market in store.markets for currency in market.currencies}:
        return {"": _("The store doesn't sell in your account's currency, %(code)s.") % {"code": partner.currency}}
    if store.payment.verified_billing and not verified(partner):
        said = _("Your billing details must be verified before you can order (%(clause)s).")
        return {"billing": said % {"clause": store.payment.clause}}
    return {} if method else {"method": _("Choose how you'll pay.")}


def _refuse_method(rulebook: Rulebook, partner: Partner, found: Quote, method: str, today: date) -> None:
    if method not in methods(rulebook, partner, found, today):
        raise UnableToOrder({"method": _("Choose one of the payment methods of this market.")})


def _write(
    actor: Actor, partner: Partner, rulebook: Rulebook, found: Quote, method: str, today: date, now: datetime
) -> Order:
    revision, definition = rulebook.revisions.at(today)
    assert definition.store is not None
    due = definition.store.payment.due_days
    order = Order(
        program_id=partner.program_id,
        partner=partner,
        revision_id=revision or None,
        number="".join(secrets.choice(SIGNS) for _each in range(NUMBER_LENGTH)),
        state=Order.State.WAITING_COMPLIANCE if found.under_review else Order.State.PLACED,
        entity=partner.entity,
        currency=found.currency,
        method=method,
        billing=billing_of(partner),
        list_total=found.listed,
        discount_total=found.discount,
        bonus_total=found.bonus,
        net_total=found.net,
        tax_total=found.tax,
        total=found.total,
        tax_evidence=dict(found.tax_evidence),
        placed_at=now,
        placed_on=today,
        placed_by_id=actor.user_id,
        due_on=today + timedelta(days=due) if due else None,
        first_sale=bool(found.first_discount),
    )
    sales = definition.store.sales
    recorded = sales.activity if sales else ""
    insert(order)
    lines = [_line(order, place, line, recorded) for place, line in enumerate(found.lines, 1)]
    if len(lines) == 1:
        insert(lines[0])
    else:
        OrderLine.objects.bulk_create(lines)
    return order


def _line(order: Order, place: int, line: QuotedLine, recorded: str) -> OrderLine:
    priced, product = line.amounts, line.wanted.product
    tax = priced.asked.tax
    return OrderLine(
        program_id=order.program_id,
        partner_id=order.partner_id,
        order=order,
        place=place,
        product=product,
        name=product.name,
        market=line.market,
        quantity=line.wanted.quantity,
        unit_price=priced.asked.unit_price,
        minimum=line.price.minimum or ZERO,
        list_amount=priced.list_amount,
        percent=priced.asked.percent,
        level_discount=priced.level_discount,
        first_percent=priced.asked.first_percent,
        first_discount=priced.first_discount,
        campaign_percent=priced.asked.campaign_percent,
        campaign_discount=priced.campaign_discount,
        campaign=line.campaign,
        bonus=priced.bonus,
        net=priced.net,
        tax_category=tax.category,
        tax_name=tax.name,
        tax_percent=tax.percent,
        tax=priced.tax,
        total=priced.total,
        activity=product.activity or recorded,
        attributes=product.attributes,
        client=line.wanted.client.stored(),
    )
