"""Reads of the bonus account: what is available, what a partner can apply for, and what waits for a manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.actor import Actor
from common.dates import DAY
from common.prepared import PreparedFor, Slot
from partners.models import Partner
from programs.definition import MAIN_TRACK
from programs.definition.bonuses import Bonus
from programs.rulebook import Rulebook
from statuses.engine import explain
from statuses.engine.requirements import Finding, find
from statuses.histories import histories
from store.bonuses.rules import expires_on
from store.models import BonusApplication, BonusCredit, BonusEntry


@dataclass(frozen=True)
class Offer:
    """A bonus a partner can apply for: its conditions, and why not if that has nothing to do with them.

    ``usable_until`` is the last day of its validity. ``state`` is that of the partner's latest application.
    """

    bonus: Bonus
    findings: Sequence[Finding]
    usable_until: date
    state: str
    obstacle: str

    @property
    def missing(self) -> list[Finding]:
        """The conditions that aren't met yet."""
        return [finding for finding in self.findings if not finding.met]

    @property
    def open(self) -> bool:
        """Whether the partner can apply now."""
        return not self.obstacle and not self.missing


def usable_credits(actor: Actor, partner_id: int, *, on: date) -> QuerySet[BonusCredit]:
    """Credits with money that can be used on a day, soonest-expiring first."""
    return _usable(actor, partner_id, on)


def _usable(actor: Actor, partner_id: Any, on: Any) -> QuerySet[BonusCredit]:
    rows = BonusCredit.objects.visible_to(actor).filter(partner_id=partner_id, available__gt=0)
    return rows.filter(expires_on__gt=on, revoked_on=None).order_by("expires_on", "pk")


def bonus_available(actor: Actor, partner_id: int, currency: str, *, on: date) -> Decimal:
    """Bonus money the partner can use on a day in one currency; one query."""
    found = _AVAILABLE.rows(actor, partner=partner_id, day=on, currency=currency)
    return sum((available for (available,) in found), Decimal(0))


_AVAILABLE = PreparedFor(
    lambda actor: (
        _usable(actor, Slot("partner"), Slot("day")).filter(currency=Slot("currency")).values_list("available")
    )
)


def offers(*, actor: Actor, partner: Partner, rulebook: Rulebook, on: date) -> list[Offer]:
    """What the partner can apply for that it hasn't got yet; a bounded number of queries for each kind."""
    rules = rulebook.on(on).bonuses
    if rules is None:
        return []
    had = set(BonusCredit.objects.visible_to(actor).filter(partner=partner).values_list("kind", flat=True))
    return [
        offer_of(actor=actor, partner=partner, rulebook=rulebook, bonus=kind, on=on)
        for kind in rules.kinds
        if kind.given == "on_application" and kind.code not in had
    ]


def offer_of(*, actor: Actor, partner: Partner, rulebook: Rulebook, bonus: Bonus, on: date) -> Offer:
    """One bonus as the partner sees it on a day (B24-9a)."""
    until = expires_on(bonus, accepted_on=partner.accepted_on, credited_on=on)
    rows = BonusApplication.objects.visible_to(actor).filter(partner=partner, kind=bonus.code)
    state = rows.order_by("-pk").values_list("state", flat=True).first() or ""
    return Offer(
        bonus=bonus,
        findings=_findings(partner, rulebook, bonus, on),
        usable_until=until - DAY,
        state=state,
        obstacle=_obstacle(partner, bonus, state, until, on),
    )


def waiting_applications(actor: Actor) -> QuerySet[BonusApplication]:
    """Applications that wait for a manager, oldest first."""
    rows = BonusApplication.objects.visible_to(actor).filter(state=BonusApplication.State.SUBMITTED)
    return rows.order_by("applied_at", "pk")


def movements(actor: Actor, partner_id: int) -> QuerySet[BonusEntry]:
    """A partner's movements, newest first, with their credits and orders."""
    rows = BonusEntry.objects.visible_to(actor).filter(partner_id=partner_id)
    return rows.select_related("credit", "use").order_by("-pk")


def expiring_credits(actor: Actor, *, on: date, days: int) -> QuerySet[BonusCredit]:
    """Usable credits whose last day is ``days`` days after ``on``."""
    rows = BonusCredit.objects.visible_to(actor).filter(available__gt=0, revoked_on=None)
    return rows.filter(expires_on=on + timedelta(days=days + 1)).order_by("pk")


def _findings(partner: Partner, rulebook: Rulebook, bonus: Bonus, on: date) -> Sequence[Finding]:
    history = histories([partner.pk], until=on).get(partner.pk)
    if history is None:
        return []
    found, timeline = explain(history, rulebook.revisions, on)
    main = next(each for each in found if each.track.code == MAIN_TRACK)
    return list(find(bonus.requires, timeline.run.asking(on, on + DAY, main.state), timeline.log))


def _obstacle(partner: Partner, bonus: Bonus, state: str, until: date, on: date) -> str:
    if bonus.given != "on_application":
        return _("Your partner manager gives this bonus.")
    if partner.ended_on and partner.ended_on <= on:
        return _("The partnership has ended.")
    if bonus.applied_after and (partner.applied_on or partner.accepted_on) <= bonus.applied_after:
        said = _("This bonus is for companies that applied to the program after %(day)s.")
        return said % {"day": date_format(bonus.applied_after)}
    if state == BonusApplication.State.SUBMITTED:
        return _("You have already applied. We'll let you know when it's decided.")
    if state == BonusApplication.State.APPROVED:
        return _("You already got this bonus.")
    if until <= on:
        return _("You could apply until %(day)s.") % {"day": date_format(until - DAY)}
    return ""
