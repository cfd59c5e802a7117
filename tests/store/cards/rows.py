"""A tenant's card payment, refund and dispute, with words that nobody else may read."""

from datetime import UTC, datetime

from django.db import models

from partners.models import Partner
from store.models import CardCheckout, CardDispute, CardRefund, Order

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def checkout(order: Order, text: str = "cs_1", **given) -> CardCheckout:
    """A payment by card that its order couldn't take."""
    values = {"state": "waiting", "surplus": 77, "note": text[:400], **given}
    return CardCheckout.objects.create(
        program_id=order.program_id,
        partner_id=order.partner_id,
        order=order,
        account="bitrix24",
        session=text[:120],
        intent=text[:120],
        amount=77,
        currency="EUR",
        paid_on=NOW.date(),
        started_at=NOW,
        expires_at=NOW,
        **values,
    )


def card_refund(of: CardCheckout, text: str = "re_1", **given) -> CardRefund:
    """A refund that failed."""
    values = {"state": "failed", "failure": text[:200], "reference": text[:120], **given}
    return CardRefund.objects.create(
        program_id=of.program_id,
        partner_id=of.partner_id,
        checkout=of,
        amount=7,
        currency="EUR",
        note=text[:400],
        queued_at=NOW,
        **values,
    )


def disputed(of: CardCheckout, text: str = "du_1") -> CardDispute:
    """A dispute that isn't decided."""
    return CardDispute.objects.create(
        program_id=of.program_id,
        partner_id=of.partner_id,
        checkout=of,
        reference=text[:120],
        amount=7,
        currency="EUR",
        reason=text[:80],
        opened_at=NOW,
    )


def card_rows(partner: Partner, private: str) -> list[models.Model]:
    """A payment of the partner's order with its refund and dispute."""
    paid = checkout(Order.objects.filter(partner=partner).order_by("pk")[0], private)
    return [paid, card_refund(paid, private), disputed(paid, private)]
