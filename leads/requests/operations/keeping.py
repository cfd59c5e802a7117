"""What the night does with requests: ask clients about satisfaction, erase what is older than the program keeps."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accounts.permissions import require
from common.actor import Actor
from common.dates import DAY, months_after
from common.tenancy import bind
from leads.news import ask_satisfaction
from leads.requests.erasing import erase
from leads.requests.models import LeadRequest
from programs.rulebook import Rulebook

BATCH = 500
TOGETHER = 50  # erased at once: texts are searched for all their names in one pass


def ask_clients(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Ask clients of requests that ended some days ago whether they are satisfied (B24-6.1); returns how many."""
    require(actor, "leads.run")
    leads = rulebook.on(today).leads
    if leads is None or leads.satisfaction is None:
        return 0
    with bind(rulebook.program.pk):
        rows = LeadRequest.objects.filter(
            program_id=rulebook.program.pk,
            state__in=(LeadRequest.State.WON, LeadRequest.State.CLOSED),
            asked_at=None,
            erased_at=None,
            closed_at__lte=now - leads.satisfaction.after_days * DAY,
        )
        due = list(rows.order_by("pk")[:BATCH])
        for lead in due:
            LeadRequest.objects.filter(pk=lead.pk).update(asked_at=now)
            if lead.reservations.exists():
                ask_satisfaction(rulebook.program, lead.pk, now=now)
    return len(due)


def erase_old(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Erase clients' data of requests that ended longer ago than the program keeps them; returns how many."""
    require(actor, "leads.run")
    leads = rulebook.on(today).leads
    if leads is None:
        return 0
    since = datetime.combine(months_after(today, -leads.retention_months), time(), ZoneInfo(rulebook.program.time_zone))
    with bind(rulebook.program.pk):
        rows = LeadRequest.objects.filter(program_id=rulebook.program.pk, closed_at__lt=since, erased_at=None).order_by(
            "pk"
        )
        old = list(rows[:BATCH])
        for start in range(0, len(old), TOGETHER):
            erase(old[start : start + TOGETHER], today=today, now=now)
    return len(old)
