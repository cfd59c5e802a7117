"""Counts of work waiting for the vendor's staff, with links, and the next reviews to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DateField, F, Min, Q, QuerySet, Value
from django.db.models.functions import Cast, Least, TruncDate
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.actor import Actor
from programs.definition import Definition
from programs.job_runs import FAILED
from programs.models import JobRun, Program
from statuses.models import Standing
from web.admin.queues import Queue, queues

SOON, LATER = 30, 90
NEXT = 8


@dataclass(frozen=True)
class Waiting:
    """One kind of waiting work; ``urgent`` kinds should always be empty, ``overdue`` counts late rows."""

    title: str
    hint: str
    count: int
    link: str
    icon: str
    overdue: int = 0
    urgent: bool = False

    @property
    def calm(self) -> bool:
        return self.count == 0


def waiting(actor: Actor, *, program: Program, on: date, rules: Definition | None = None) -> list[Waiting]:
    """Counts for a day, urgent kinds first: three queries.

    Kinds the rules don't use are left out, unless rows from earlier rules are still waiting.
    """
    found = [*_queues(actor, program, on, rules), *_decisions(actor, on), *_machine(program, on)]
    return sorted(found, key=lambda one: (one.calm, not one.urgent))


def decided_next(actor: Actor, *, on: date) -> Sequence[Any]:
    """The standings decided soonest, at most `NEXT`; one query."""
    return list(_due(actor, on, LATER).select_related("partner").order_by("due_on", "partner__name")[:NEXT])


def since_day(queue: Queue, program: Program) -> Any:
    """The day since which a row of the queue has waited, in the program's time zone."""
    if queue.since.endswith("_on"):
        return F(queue.since)
    return TruncDate(queue.since, tzinfo=ZoneInfo(program.time_zone))


def due_day(queue: Queue) -> Any:
    """A row's due date; none for a kind without a deadline."""
    return F(queue.due) if queue.due else Cast(Value(None), DateField())


def _queues(actor: Actor, program: Program, on: date, rules: Definition | None) -> list[Waiting]:
    """All queues in one statement: count, overdue count, earliest due date, oldest start."""
    parts = [
        queue.rows(actor, on, rules)
        .order_by()
        .values(queue_code=Value(queue.code))
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=Q(**{f"{queue.due}__lt": on}) if queue.due else Q(pk=None)),
            row_due=Min(due_day(queue)),
            oldest=Min(since_day(queue, program)),
        )
        .values_list("queue_code", "number", "late", "row_due", "oldest")
        for queue in queues()
    ]
    counted = {code: rest for code, *rest in parts[0].union(*parts[1:], all=True)}
    found = []
    for queue in queues():
        number, late, due, oldest = counted.get(queue.code, (0, 0, None, None))
        if number or rules is None or queue.kept(rules):
            link = f"{reverse(f'admin:{queue.page}_changelist')}?{queue.query}"
            hint = _hint(number, late, due, oldest)
            urgent = late > 0 or (number > 0 and not queue.decided)
            found.append(Waiting(str(queue.title), hint, number, link, queue.icon, late, urgent))
    return found


def _hint(number: int, late: int, due: date | None, oldest: date | None) -> str:
    if not number:
        return ""
    if late:
        return ngettext("%(late)s overdue", "%(late)s overdue", late) % {"late": late}
    if due:
        return _("next due %(day)s") % {"day": date_format(due)}
    return _("since %(day)s") % {"day": date_format(oldest)} if oldest else ""


def _decisions(actor: Actor, on: date) -> list[Waiting]:
    due = _due(actor, on, SOON).aggregate(
        reviews=Count("pk", filter=Q(due_on=F("review_on"))), graces=Count("pk", filter=Q(due_on=F("grace_on")))
    )
    standings, soon = reverse("admin:statuses_standing_changelist"), _("decided within %(days)s days") % {"days": SOON}
    return [
        Waiting(_("Reviews"), soon, due["reviews"], f"{standings}?due={SOON}&what=review", "event_upcoming"),
        Waiting(
            _("Grace periods ending"), soon, due["graces"], f"{standings}?due={SOON}&what=grace", "hourglass_bottom"
        ),
    ]


def _machine(program: Program, on: date) -> list[Waiting]:
    """Failures of the portal's own work."""
    failed = JobRun.objects.filter(FAILED, program=program).count()
    behind = max((on - program.opened_on).days, 0) if program.opened_on else 0
    jobs = reverse("admin:programs_jobrun_changelist")
    return [
        Waiting(_("Missed daily runs"), _last_day(program), behind, jobs, "today", urgent=behind > 0),
        Waiting(_("Jobs that failed"), _("of all days"), failed, f"{jobs}?state=failed", "error", urgent=failed > 0),
    ]


def _due(actor: Actor, on: date, days: int) -> QuerySet[Any]:
    last = on + timedelta(days=days)
    rows = Standing.objects.visible_to(actor).filter(Q(review_on__lte=last) | Q(grace_on__lte=last))
    return rows.annotate(due_on=Least("review_on", "grace_on"))


def _last_day(program: Program) -> str:
    if program.opened_on is None:
        return _("none was opened so far")
    return _("last: %(day)s") % {"day": date_format(program.opened_on)}
