"""The report about the staff's queues: how much is waiting, and for how long."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, DateField, DurationField, ExpressionWrapper, Max, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.queries.waiting import since_day
from programs.models import Program
from web.admin.queues import Queue, queues
from web.reporting import Asked, Column, Median, Report, Table, add_report, days


def queue_ages(asked: Asked) -> Table:
    """Every queue with waiting work: how much, how much is late, and how old it is. One statement."""
    program = Program.objects.get(pk=asked.actor.program_id or 0)
    kinds = {queue.code: queue for queue in queues()}
    first, *rest = [_part(queue, asked, program) for queue in kinds.values()]
    found = {code: numbers for code, *numbers in first.union(*rest, all=True)}
    columns = [
        Column(_("Queue")),
        Column(_("Waiting")),
        Column(_("Overdue")),
        Column(_("Over 7 days")),
        Column(_("Median age"), _("days"), drawn=True, digits=1),
        Column(_("Oldest"), _("days")),
    ]
    rows = [
        (str(queue.title), waiting, late, old, days(median), days(oldest))
        for code, queue in kinds.items()
        for waiting, late, old, median, oldest in [found.get(code, (0, 0, 0, None, None))]
        if waiting
    ]
    return Table(columns, sorted(rows, key=lambda row: -(row[4] or 0)))


def _part(queue: Queue, asked: Asked, program: Program) -> QuerySet[Any]:
    today = Value(asked.today, output_field=DateField())
    age = ExpressionWrapper(today - since_day(queue, program), output_field=DurationField())
    late = Q(**{f"{queue.due}__lt": asked.today}) if queue.due else Q(pk=None)
    return (
        queue.rows(asked.actor, asked.today, asked.rules)
        .order_by()
        .annotate(row_age=age)
        .values(queue_code=Value(queue.code))
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=late),
            old=Count("pk", filter=Q(row_age__gt=timedelta(days=7))),
            median=Median("row_age"),
            oldest=Max("row_age"),
        )
        .values_list("queue_code", "number", "late", "old", "median", "oldest")
    )


add_report(
    Report(
        code="queues",
        title=gettext_lazy("Queues"),
        question=gettext_lazy("What is waiting for us, and for how long?"),
        icon="hourglass_top",
        place=5,
        answer=queue_ages,
        period=False,
        country=False,
    )
)
