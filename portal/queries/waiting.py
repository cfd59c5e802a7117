"""What waits for the vendor's staff: how much, where its list is, and what is decided next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Least
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.actor import Actor
from programs.jobs import FAILED
from programs.models import JobRun, Program
from statuses.models import Standing

SOON, LATER = 30, 90
NEXT = 8


@dataclass(frozen=True)
class Waiting:
    """One thing that waits; ``urgent`` things should not wait at all."""

    title: str
    hint: str
    count: int
    link: str
    icon: str
    urgent: bool = False

    @property
    def calm(self) -> bool:
        return self.count == 0


def waiting(actor: Actor, *, program: Program, on: date) -> list[Waiting]:
    """Counts for a day: two queries."""
    due = _due(actor, on, SOON).aggregate(
        reviews=Count("pk", filter=Q(due_on=F("review_on"))), graces=Count("pk", filter=Q(due_on=F("grace_on")))
    )
    failed = JobRun.objects.filter(FAILED, program=program).count()
    behind = max((on - program.opened_on).days, 0) if program.opened_on else 0
    standings, jobs = reverse("admin:statuses_standing_changelist"), reverse("admin:programs_jobrun_changelist")
    soon = _("decided within %(days)s days") % {"days": SOON}
    return [
        Waiting(_("Reviews"), soon, due["reviews"], f"{standings}?due={SOON}&what=review", "event_upcoming"),
        Waiting(
            _("Grace periods that end"), soon, due["graces"], f"{standings}?due={SOON}&what=grace", "hourglass_bottom"
        ),
        Waiting(_("Days not opened yet"), _last_day(program), behind, jobs, "today", urgent=behind > 0),
        Waiting(_("Jobs that failed"), _("of all days"), failed, f"{jobs}?state=failed", "error", urgent=failed > 0),
    ]


def decided_next(actor: Actor, *, on: date) -> Sequence[Any]:
    """The standings that are decided soonest, at most `NEXT`; one query."""
    return list(_due(actor, on, LATER).select_related("partner").order_by("due_on", "partner__name")[:NEXT])


def _due(actor: Actor, on: date, days: int) -> QuerySet[Any]:
    last = on + timedelta(days=days)
    rows = Standing.objects.visible_to(actor).filter(Q(review_on__lte=last) | Q(grace_on__lte=last))
    return rows.annotate(due_on=Least("review_on", "grace_on"))


def _last_day(program: Program) -> str:
    if program.opened_on is None:
        return _("none was opened so far")
    return _("last: %(day)s") % {"day": date_format(program.opened_on)}
