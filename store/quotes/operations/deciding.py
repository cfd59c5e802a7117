"""The vendor agrees to the prices of a quote, or declines them (B24-13.5)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import says, sentence
from common.actor import Actor
from common.events import publish
from common.text import without_odd
from programs.rulebook import Rulebook
from store.models import ClientQuote, PriceAgreement
from store.quotes.events import QuoteDecided
from store.quotes.operations.making import LONGEST, UnableToQuote
from store.quotes.writing import hold_quote

PERMISSION = "agreements.decide"


def agree_to_quote(
    *, actor: Actor, quote: ClientQuote, rulebook: Rulebook, ends_on: date, reason: str, today: date, now: datetime
) -> ClientQuote:
    """Agree to a quote's prices until a day, which is the quote's last one at most. The partner is told.

    Each line below its minimum gets an agreed price, for this quote only (R11). Raises UnableToQuote, PermissionDenied.
    """
    require(actor, PERMISSION, program_id=quote.program_id)
    with transaction.atomic():
        row = _hold(actor, quote)
        if ends_on < today or ends_on < row.made_on:
            raise UnableToQuote({"ends_on": _("Enter today or a later day.")})
        reason = without_odd(reason, lines=True)[:LONGEST]
        row.state, row.valid_until = ClientQuote.State.READY, min(ends_on, row.valid_until)
        if row.valid_until < today:
            raise UnableToQuote({"": _("The quote was valid until a day that has passed. Decline it.")})
        for line in row.lines.all():
            if line.is_below:
                PriceAgreement.objects.create(
                    program_id=row.program_id,
                    partner_id=row.partner_id,
                    company=row.company,
                    product_id=line.product_id,
                    currency=row.currency,
                    price=line.unit_price,
                    starts_on=today,
                    ends_on=row.valid_until,
                    reason=(reason or row.request)[:400],
                    reference=f"quote-{row.number}-{line.place}",
                    quote=row,
                    agreed_at=now,
                    agreed_by_id=actor.user_id,
                )
        _decided(row, actor, reason, now, says("Agreed to the prices of quote %(number)s for %(client)s"))
        publish(QuoteDecided(rulebook, row.partner_id, row.pk, agreed=True, today=today, now=now))
    return row


def decline_quote(
    *, actor: Actor, quote: ClientQuote, rulebook: Rulebook, reason: str, today: date, now: datetime
) -> ClientQuote:
    """Decline a quote's prices; the partner is told why. Raises UnableToQuote without a reason, PermissionDenied."""
    require(actor, PERMISSION, program_id=quote.program_id)
    reason = without_odd(reason, lines=True)[:LONGEST]
    if not reason:
        raise UnableToQuote({"reason": _("Enter a reason. The partner reads it.")})
    with transaction.atomic():
        row = _hold(actor, quote)
        row.state = ClientQuote.State.DECLINED
        _decided(row, actor, reason, now, says("Declined the prices of quote %(number)s for %(client)s"))
        publish(QuoteDecided(rulebook, row.partner_id, row.pk, agreed=False, today=today, now=now))
    return row


def _hold(actor: Actor, quote: ClientQuote) -> ClientQuote:
    row = hold_quote(actor, quote)
    if row.state != ClientQuote.State.WAITING:
        said = _("This is no longer possible: the quote is “%(state)s”.")
        raise UnableToQuote({"": said % {"state": row.get_state_display()}})
    return row


def _decided(row: ClientQuote, actor: Actor, reason: str, now: datetime, done: str) -> None:
    row.reason, row.decided_at, row.decided_by_id = reason, now, actor.user_id
    row.save(update_fields=["state", "valid_until", "reason", "decided_at", "decided_by"])
    note_act(
        actor=actor,
        action=PERMISSION,
        subject=row,
        partner_id=row.partner_id,
        now=now,
        summary=sentence(done, number=row.number, client=row.company),
    )
