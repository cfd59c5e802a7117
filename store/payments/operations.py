"""Booking money: payments of orders whatever way they come, statements, and what a manager does with the rest (R8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.numbers import money
from common.refusals import Refused
from programs.rulebook import Rulebook
from store.models import BankEntry, BankStatement, Order, Payment
from store.orders.operations import pay_order
from store.orders.writing import hold_order
from store.payments.reading import read_statements
from store.payments.rules import Booking, Statement, UnreadableStatement, keys_of, orders_named, squeezed

State = BankEntry.State
TRANSFER = "bank_transfer"
MOST_BYTES = 5_000_000
PERMISSION = "payments.book"


class UnableToBook(Refused):
    """The statement or the entry can't be booked; ``problems`` says why, by field."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What came of money for an order: it is paid with a ``surplus``, or ``missing`` is still open."""

    paid: bool
    surplus: Decimal = Decimal(0)
    missing: Decimal = Decimal(0)
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import, by number of entries."""

    new: int
    known: int
    waiting: int


def receive(
    *,
    actor: Actor,
    order: Order,
    means: str,
    reference: str,
    amount: Decimal,
    currency: str,
    received_on: date,
    now: datetime,
) -> Booked:
    """Record money for an order, once for a reference; the order is paid as soon as the parts add up.

    Every way of paying ends here. An order that can't be paid any more refuses the money: ``refused`` says why, and
    nothing is recorded, so that it waits where it came in.
    """
    require(actor, "orders.confirm", program_id=order.program_id)
    with transaction.atomic():
        row = hold_order(actor, order)
        if currency != row.currency:
            return Booked(paid=False, refused=_("The order is in %(code)s.") % {"code": row.currency})
        rows = Payment.objects.visible_to(actor).filter(order=row)
        known = rows.filter(means=means, reference=reference).exists()
        before = rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)
        if row.paid_on is not None:
            return Booked(paid=True, surplus=Decimal(0) if known else amount)
        if row.state != Order.State.PLACED:
            said = _("The order can't be paid: it is “%(state)s”.") % {"state": row.get_state_display()}
            return Booked(paid=False, refused=said)
        total = before if known else before + amount
        if total < row.total:
            if not known:
                _record(row, means, reference, amount, received_on, now)
            return Booked(paid=False, missing=row.total - total)
        try:
            with transaction.atomic():
                if not known:
                    _record(row, means, reference, amount, received_on, now)
                pay_order(actor=actor, order=row, paid_on=received_on, means=means, now=now)
        except Refused as error:  # the order, its bonus or its licenses: whatever it is, the money waits
            return Booked(paid=False, refused=str(error))
        return Booked(paid=True, surplus=total - row.total)


def import_statement(
    *, actor: Actor, rulebook: Rulebook, name: str, content: bytes, today: date, now: datetime
) -> Imported:
    """Import a file of statements: all of it, or nothing if one of them doesn't add up. No entry is booked twice (R8).

    Raises UnableToBook for a file that can't be read, a foreign account, entries in the future, or a wrong sum.
    """
    require(actor, PERMISSION, program_id=rulebook.program.pk)
    if len(content) > MOST_BYTES:
        raise UnableToBook({"file": _("The file is larger than 5 MB.")})
    try:
        statements = read_statements(content)
    except UnreadableStatement as error:
        said = _("This isn't a statement in CAMT.053, MT940 or CSV: %(reason)s.") % {"reason": error}
        raise UnableToBook({"file": said}) from error
    for statement in statements:
        _check(statement, rulebook, today)
    new = waiting = 0
    with transaction.atomic():
        for statement in statements:
            stored = BankStatement.objects.create(
                program=rulebook.program,
                name=name[:200],
                account=statement.account[:40],
                currency=statement.currency,
                opening=statement.opening,
                closing=statement.closing,
                entries_read=len(statement.bookings),
                imported_by_id=actor.user_id,
                imported_at=now,
            )
            entries = _new_entries(actor, stored, statement, now)
            new += len(entries)
            waiting += _match_all(actor, entries, now)
            note_act(
                actor=actor,
                action=PERMISSION,
                subject=stored,
                now=now,
                summary=sentence(
                    "Imported statement %(name)s: %(count)s new entries", name=name[:100], count=len(entries)
                ),
            )
    return Imported(new, sum(len(each.bookings) for each in statements) - new, waiting)


def assign_entry(*, actor: Actor, entry: BankEntry, order: str, now: datetime) -> BankEntry:
    """Book a waiting entry for the order with this number. Raises UnableToBook when that isn't possible."""
    require(actor, PERMISSION, program_id=entry.program_id)
    with transaction.atomic():
        row = _hold(actor, entry)
        if row.state != State.UNMATCHED:
            raise UnableToBook({"": _("This entry already belongs to an order. Settle it instead.")})
        found = Order.objects.visible_to(actor).filter(number=squeezed(order)).first()
        if found is None:
            raise UnableToBook({"order": _("There is no order with this number.")})
        _book(actor, row, found, now)
        if row.state == State.UNMATCHED:
            raise UnableToBook({"order": row.note})
        _note(
            actor,
            row,
            sentence("Booked entry %(number)s for order %(order)s", number=row.pk, order=found.number),
            now,
        )
    return row


def settle_entry(*, actor: Actor, entry: BankEntry, note: str, now: datetime) -> BankEntry:
    """Note what was done with an entry or a surplus outside the portal, such as a transfer back."""
    require(actor, PERMISSION, program_id=entry.program_id)
    with transaction.atomic():
        row = _hold(actor, entry)
        row.state, row.note = State.SETTLED, note[:400]
        row.save(update_fields=["state", "note"])
        _note(actor, row, sentence("Settled entry %(number)s: %(note)s", number=row.pk, note=note[:200]), now)
    return row


def _check(statement: Statement, rulebook: Rulebook, today: date) -> None:
    store = rulebook.on(today).store
    series = store.invoicing.series if store and store.invoicing else []
    own = {each.iban for each in series if each.iban}
    if own and statement.account not in own:
        said = _("The account %(account)s isn't one of the program's accounts.") % {"account": statement.account}
        raise UnableToBook({"file": said})
    if statement.difference:
        said = _("The entries don't add up to the closing balance: they differ by %(sum)s.")
        raise UnableToBook({"file": said % {"sum": money(statement.difference, statement.currency)}})
    if any(each.on > today for each in statement.bookings):
        raise UnableToBook({"file": _("An entry is booked on a day that is still to come.")})


def _new_entries(actor: Actor, stored: BankStatement, statement: Statement, now: datetime) -> list[BankEntry]:
    keys = keys_of(statement)
    rows = [_entry(stored, booking, key, now) for booking, key in zip(statement.bookings, keys, strict=True)]
    known = set(BankEntry.objects.visible_to(actor).filter(key__in=keys).values_list("key", flat=True))
    # Somebody may import the same file right now: the constraint decides, and only what was stored here is booked.
    BankEntry.objects.bulk_create([row for row in rows if row.key not in known], ignore_conflicts=True)
    return list(BankEntry.objects.visible_to(actor).filter(statement=stored).order_by("pk"))


def _entry(stored: BankStatement, booking: Booking, key: str, now: datetime) -> BankEntry:
    return BankEntry(
        program_id=stored.program_id,
        statement=stored,
        key=key,
        on=booking.on,
        amount=booking.amount,
        currency=stored.currency,
        text=booking.text[:1000],
        payer=booking.payer[:200],
        state=State.UNMATCHED if booking.amount > 0 else State.OUTGOING,
        since=now,
    )


def _match_all(actor: Actor, entries: Sequence[BankEntry], now: datetime) -> int:
    """Book each entry that names one order; returns how many wait for a manager."""
    orders = Order.objects.visible_to(actor)
    numbers = list(orders.filter(state=Order.State.PLACED).values_list("number", flat=True))
    waiting = 0
    for entry in entries:
        if entry.state == State.OUTGOING:
            continue
        named = orders_named(entry.text, numbers) or _past(orders, entry)
        if len(named) == 1:
            _book(actor, entry, orders.get(number=named[0]), now)
        waiting += entry.state in BankEntry.WAITING
    return waiting


def _past(orders: object, entry: BankEntry) -> list[str]:
    """The order that an entry names among those no longer open: its words are tried one by one."""
    words = [squeezed(word) for word in entry.text.split()]
    return list(orders.filter(number__in=words).values_list("number", flat=True))  # type: ignore[attr-defined]


def _book(actor: Actor, entry: BankEntry, order: Order, now: datetime) -> None:
    came = receive(
        actor=actor,
        order=order,
        means=TRANSFER,
        reference=entry.key,
        amount=entry.amount,
        currency=entry.currency,
        received_on=entry.on,
        now=now,
    )
    if came.refused:
        entry.note = came.refused[:400]
    elif not came.paid:
        entry.state, entry.order = State.PART, order
        entry.note = _("%(sum)s are missing.") % {"sum": money(came.missing, entry.currency)}
    else:
        entry.state, entry.order = (State.SURPLUS if came.surplus else State.MATCHED), order
        entry.surplus, entry.note = came.surplus, ""
        parts = BankEntry.objects.visible_to(actor).filter(order=order, state=State.PART)
        parts.update(state=State.MATCHED, note="")
    entry.save(update_fields=["state", "order", "surplus", "note"])


def _record(order: Order, means: str, reference: str, amount: Decimal, received_on: date, now: datetime) -> None:
    Payment.objects.create(
        program_id=order.program_id,
        partner_id=order.partner_id,
        order=order,
        means=means,
        reference=reference,
        amount=amount,
        currency=order.currency,
        received_on=received_on,
        recorded_at=now,
    )


def _hold(actor: Actor, entry: BankEntry) -> BankEntry:
    row = BankEntry.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=entry.pk)
    if row.state not in BankEntry.WAITING:
        raise UnableToBook({"": _("This entry no longer waits: %(state)s.") % {"state": row.get_state_display()}})
    return row


def _note(actor: Actor, entry: BankEntry, summary: Sentence, now: datetime) -> None:
    partner_id = entry.order.partner_id if entry.order else None
    note_act(actor=actor, action=PERMISSION, subject=entry, partner_id=partner_id, now=now, summary=summary)
