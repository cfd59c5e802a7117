"""What happens to deals by themselves each day: reminders, approval or closing after the time, expiry, erasure."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.dates import months_after
from common.tenancy import bind
from leads.deals.company_keys import forget
from leads.deals.conflicts import conflicts
from leads.deals.models import CompanyKey, Deal, DealStep
from leads.deals.operations.deciding import approve_deal
from leads.deals.rules import after
from leads.deals.writing import Moment, UnableToMove, hold, rules_of, step
from programs.rulebook import Rulebook

Kind, State = DealStep.Kind, Deal.State
_BATCH = 1_000


def lapse_unanswered(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Close deals whose partner didn't answer in time; returns how many. The system only."""
    rows = _rows(actor, rulebook).filter(state=State.ASKED, due_on__lt=today)
    return sum(_ended(deal, "lapse", Kind.LAPSED, actor, rulebook, today, now) for deal in _held(rulebook, rows))


def expire_deals(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """End protections whose last day is over; returns how many. The system only."""
    rows = _rows(actor, rulebook).filter(state=State.APPROVED, protected_until__lt=today)
    return sum(_ended(deal, "expire", Kind.EXPIRED, actor, rulebook, today, now) for deal in _held(rulebook, rows))


def follow_overdue(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Tell everybody that a decision is overdue, or approve where the program says so and nothing conflicts.

    Each deal once; returns how many. The system only.
    """
    rows = _rows(actor, rulebook).filter(state=State.SUBMITTED, due_on__lt=today, reminded_on=None)
    moment, done = Moment(actor, rulebook, today, now), 0
    rules = rules_of(moment)
    for deal in _held(rulebook, rows):
        with bind(rulebook.program.pk):
            if rules.decision.then == "approve" and not conflicts(deal, rulebook=rulebook, today=today):
                approve_deal(actor=actor, deal=deal, rulebook=rulebook, today=today, now=now)
            elif Deal.objects.filter(pk=deal.pk, state=State.SUBMITTED, reminded_on=None).update(reminded_on=today):
                step(deal, Kind.OVERDUE, moment=moment, due_on=deal.due_on)
            done += 1
    return done


def end_deals_of(*, actor: Actor, partner_id: int, rulebook: Rulebook, today: date, now: datetime) -> int:
    """End a partner's open deals at once, because its partnership ends (R24); returns how many. The system only."""
    rows = _rows(actor, rulebook).filter(partner_id=partner_id, state__in=Deal.OPEN)
    reason = _("The partnership ended.")
    done = 0
    for deal in _held(rulebook, rows):
        with bind(rulebook.program.pk):
            try:
                row = hold(deal, "withdraw")
            except UnableToMove:
                continue
            row.reason, row.ended_at, row.due_on = reason, now, None
            row.save(update_fields=["state", "reason", "ended_at", "due_on"])
            step(row, Kind.WITHDRAWN, moment=Moment(actor, rulebook, today, now), text=reason)
            done += 1
    return done


def erase_old_deals(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Erase the personal data of deals that ended longer ago than the program keeps them; returns how many."""
    deals = rulebook.on(today).deals
    if deals is None:
        return 0
    last = months_after(today, -deals.retention_months)
    rows = _rows(actor, rulebook).filter(erased_at=None, ended_at__date__lt=last)
    ended = _held(rulebook, rows)
    erase_deals(actor=actor, program_id=rulebook.program.pk, deals=ended, now=now)
    return len(ended)


def erase_deals(*, actor: Actor, program_id: int, deals: list[Deal], now: datetime) -> None:
    """Erase what people typed about persons: contact, words of the history, and the keys. The vendor and the system."""
    require(actor, "deals.decide", program_id=program_id)
    ids = [deal.pk for deal in deals]
    if not ids:
        return
    with bind(program_id):
        DealStep.objects.filter(deal__in=ids).update(text="")
        Deal.objects.filter(pk__in=ids).update(contact="", project="", answers={}, reason="", erased_at=now)
        forget(program_id, CompanyKey.Source.DEAL, ids)


def erase_deal(*, actor: Actor, deal: Deal, now: datetime) -> None:
    """Erase the personal data of one deal that ended. Raises UnableToMove for one that is open."""
    if deal.state in Deal.OPEN:
        raise UnableToMove({"": _("Close the deal first.")})
    erase_deals(actor=actor, program_id=deal.program_id, deals=[deal], now=now)
    note_act(
        actor=actor,
        action="deals.decide",
        subject=deal,
        partner_id=deal.partner_id,
        now=now,
        summary=sentence("Erased the personal data of deal %(number)s", number=deal.pk),
    )


def _rows(actor: Actor, rulebook: Rulebook) -> QuerySet[Deal]:
    require(actor, "deals.run")
    return Deal.objects.filter(program_id=rulebook.program.pk)


def _held(rulebook: Rulebook, rows: QuerySet[Deal]) -> list[Deal]:
    with bind(rulebook.program.pk):
        return list(rows.select_related("partner").order_by("pk")[:_BATCH])


def _ended(deal: Deal, name: str, kind: str, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> bool:
    """Take a step that ends the deal; False if somebody was faster."""
    with bind(rulebook.program.pk):
        changed = {"state": after(deal.state, name), "ended_at": now, "due_on": None}
        same = Deal.objects.filter(pk=deal.pk, state=deal.state, due_on=deal.due_on)
        if not same.filter(protected_until=deal.protected_until).update(**changed):
            return False
        step(deal, kind, moment=Moment(actor, rulebook, today, now))
    return True
