"""Requests that a partner took and doesn't work on are reported to the managers (B24-6.2d)."""

from datetime import date, datetime

from accounts.permissions import require
from common.actor import Actor
from common.dates import DAY
from common.tenancy import bind
from leads.board.models import Reservation
from leads.board.news import tell_managers_of_untouched
from programs.rulebook import Rulebook

BATCH = 500


def escalate_untouched(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Report reservations that nobody touched for the program's days, once; returns how many.

    The manager assigns them to somebody else, or the idle ones end later by themselves. Work on a request takes the
    report back.
    """
    require(actor, "leads.run")
    leads = rulebook.on(today).leads
    if leads is None or leads.work is None:
        return 0
    with bind(rulebook.program.pk):
        since = now - leads.work.untouched_days * DAY
        rows = Reservation.objects.open().filter(program_id=rulebook.program.pk, touched_at__lt=since)
        due = list(rows.filter(escalated_at=None).select_related("lead", "partner").order_by("pk")[:BATCH])
        Reservation.objects.filter(pk__in=[row.pk for row in due]).update(escalated_at=now)
        tell_managers_of_untouched(rulebook, due, today=today, now=now)
    return len(due)
