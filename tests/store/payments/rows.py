"""A tenant's payment and bank entry, with words that nobody else may read."""

from datetime import UTC, date, datetime

from django.db import models

from partners.models import Partner
from store.models import BankEntry, BankStatement, Order, Payment

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ON = date(2026, 2, 1)


def bank_entry(partner: Partner, text: str) -> BankEntry:
    """An entry that waits for a manager."""
    statement = BankStatement.objects.create(
        program=partner.program,
        name=text[:200],
        account=text[:40],
        currency="EUR",
        opening=0,
        closing=77,
        entries_read=1,
        imported_at=NOW,
    )
    return BankEntry.objects.create(
        program=partner.program,
        statement=statement,
        key=text[:80],
        on=ON,
        amount=77,
        currency="EUR",
        text=text,
        payer=text[:200],
        state="unmatched",
        note=text[:400],
        since=NOW,
    )


def payment_rows(partner: Partner, private: str) -> list[models.Model]:
    """A payment of the partner's order, and an entry with its statement."""
    order = Order.objects.filter(partner=partner).order_by("pk")[0]
    entry = bank_entry(partner, private)
    payment = Payment.objects.create(
        program=partner.program,
        partner=partner,
        order=order,
        means="bank_transfer",
        reference=private[:120],
        amount=1,
        currency=order.currency,
        received_on=ON,
        recorded_at=NOW,
    )
    return [entry.statement, entry, payment]
