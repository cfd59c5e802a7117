"""The vendor decides on deals: ask, approve, decline, prolong, withdraw the protection, agree on specialists."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.permissions import require
from activities.operations import record_activity
from common.actor import Actor
from common.tenancy import bind
from leads.deals.conflicts import blocks, conflicts
from leads.deals.duplicates import Match
from leads.deals.models import CompanyKey, Deal, DealStep
from leads.deals.rules import due, protected_until
from leads.deals.writing import Moment, UnableToMove, hold, rules_of, said, step
from programs.definition.deals import Deals
from programs.rulebook import Rulebook

Kind = DealStep.Kind


def ask_about_deal(*, actor: Actor, deal: Deal, text: str, rulebook: Rulebook, today: date, now: datetime) -> Deal:
    """Ask the partner for more information; it answers within the program's time. Raises UnableToMove."""
    moment, rules = _deciding(actor, deal, rulebook, today, now)
    with bind(deal.program_id):
        row = hold(deal, "ask")
        text = said(text, missing=_("Enter what you need to know."))
        row.due_on, row.reminded_on = due(rules.answer, today, row.partner.country), None
        row.save(update_fields=["state", "due_on", "reminded_on"])
        step(row, Kind.ASKED, moment=moment, text=text, due_on=row.due_on)
    return row


def approve_deal(
    *,
    actor: Actor,
    deal: Deal,
    rulebook: Rulebook,
    today: date,
    now: datetime,
    text: str = "",
    until: date | None = None,
    despite: bool = False,
    specialists: str | None = None,
) -> Deal:
    """Protect the client for the partner, ``until`` a day or for the program's months (KKV-5.1).

    Raises UnableToMove when the same client, by domain or tax ID, is protected for another partner, unless the vendor
    approves ``despite`` it. ``specialists`` is the form in which the vendor takes part (KKV-5.4): empty if it does not,
    None for what the partner asked for.
    """
    moment, rules = _deciding(actor, deal, rulebook, today, now)
    with bind(deal.program_id):
        _hold_client(deal)
        row = hold(deal, "approve")
        blocking = [match for match in conflicts(row, rulebook=rulebook, today=today) if blocks(row, match)]
        if blocking and not despite:
            raise UnableToMove({"despite": _blocked(blocking[0])})
        row.protected_until = until or protected_until(rules.protection, today)
        if row.protected_until < today:
            raise UnableToMove({"until": _("Choose today or a later day.")})
        row.specialists_agreed = _known_form(rules, row.specialists if specialists is None else specialists)
        row.decided_at, row.decided_by_id, row.due_on = now, actor.user_id, None
        row.save()
        text = said(text)
        step(row, Kind.APPROVED, moment=moment, text=text, due_on=row.protected_until)
    return row


def decline_deal(*, actor: Actor, deal: Deal, text: str, rulebook: Rulebook, today: date, now: datetime) -> Deal:
    """Decline a deal with a reason that the partner reads. Raises UnableToMove."""
    moment, _rules = _deciding(actor, deal, rulebook, today, now)
    with bind(deal.program_id):
        row = hold(deal, "decline")
        row.reason = said(text, missing=_("Give a reason. The partner reads it."), most=400)
        row.decided_at, row.decided_by_id, row.ended_at, row.due_on = now, actor.user_id, now, None
        row.save(update_fields=["state", "reason", "decided_at", "decided_by", "ended_at", "due_on"])
        step(row, Kind.DECLINED, moment=moment, text=row.reason)
    return row


def revoke_deal(
    *, actor: Actor, deal: Deal, text: str, rulebook: Rulebook, today: date, now: datetime, breach: bool = False
) -> Deal:
    """Withdraw the protection with a reason; ``breach``: record the violation that the program names (KKV-5.2).

    Raises UnableToMove without a reason, and for a deal that isn't protected.
    """
    moment, rules = _deciding(actor, deal, rulebook, today, now)
    with bind(deal.program_id):
        row = hold(deal, "revoke")
        row.reason = said(text, missing=_("Give a reason. The partner reads it."), most=400)
        row.ended_at = now
        row.save(update_fields=["state", "reason", "ended_at"])
        if breach and rules.no_competition and rules.no_competition.violation:
            record_activity(
                actor=Actor.system(row.program_id),
                partner=row.partner,
                rulebook=rulebook,
                kind=rules.no_competition.violation,
                on=today,
                today=today,
                now=now,
                reference=f"deal-{row.pk}-breach",
            )
        step(row, Kind.REVOKED, moment=moment, text=row.reason)
    return row


def prolong_deal(
    *, actor: Actor, deal: Deal, until: date, rulebook: Rulebook, today: date, now: datetime, text: str = ""
) -> Deal:
    """Extend a protection to a later day, whatever the program's number of extensions. Raises UnableToMove."""
    moment, _rules = _deciding(actor, deal, rulebook, today, now)
    with bind(deal.program_id):
        row = hold(deal, "prolong")
        if row.protected_until is None or until <= row.protected_until:
            raise UnableToMove({"until": _("Choose a day after the current end.")})
        row.protected_until = until
        row.save(update_fields=["protected_until"])
        step(row, Kind.EXTENDED, moment=moment, text=said(text), due_on=until)
    return row


def agree_specialists(
    *, actor: Actor, deal: Deal, specialists: str, rulebook: Rulebook, today: date, now: datetime
) -> Deal:
    """Change in which form the vendor's specialists take part; empty: they don't (KKV-5.4). Raises UnableToMove."""
    moment, rules = _deciding(actor, deal, rulebook, today, now)
    with bind(deal.program_id):
        row = hold(deal, "agree_specialists")
        row.specialists_agreed = _known_form(rules, specialists)
        row.save(update_fields=["specialists_agreed"])
        step(row, Kind.SPECIALISTS, moment=moment, text=row.specialists_agreed or _("They don't take part."))
    return row


def _deciding(actor: Actor, deal: Deal, rulebook: Rulebook, today: date, now: datetime) -> tuple[Moment, Deals]:
    require(actor, "deals.decide", program_id=deal.program_id)
    moment = Moment(actor, rulebook, today, now)
    return moment, rules_of(moment)


def _hold_client(deal: Deal) -> None:
    """Lock every deal that shares a key with this one, so that two deals of one client are decided in turn."""
    mine = CompanyKey.objects.filter(program_id=deal.program_id, source=CompanyKey.Source.DEAL, row_id=deal.pk)
    same = CompanyKey.objects.filter(
        program_id=deal.program_id, source=CompanyKey.Source.DEAL, key__in=mine.values("key")
    )
    rows = Deal.objects.filter(pk__in=same.values("row_id"), state__in=Deal.OPEN).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _known_form(rules: Deals, specialists: str) -> str:
    forms = rules.specialists.forms if rules.specialists else []
    if specialists and specialists not in forms:
        raise UnableToMove({"specialists": _("Choose one of the listed forms.")})
    return specialists


def _blocked(match: Match) -> str:
    words = {"partner": match.partner, "until": match.protected_until and date_format(match.protected_until)}
    return _("%(partner)s has this client protected until %(until)s. Check this box to approve anyway.") % words
