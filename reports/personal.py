"""What scheduled reports hold of people: who gets them. No words."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.personal.registry import Person, hold
from reports.models import ReportMail


def _rows(person: Person) -> QuerySet[ReportMail]:
    own = ReportMail.objects.filter(program_id=person.program_id)
    return own.none() if person.user_id is None else own.filter(user_id=person.user_id)


def _delete(rows: QuerySet[Any], today: date, now: datetime) -> int:
    return rows.delete()[0]


hold(
    ReportMail,
    code="scheduled_reports",
    title=_("Scheduled reports"),
    rows=_rows,
    erase=_delete,
    read=lambda row: {"report": row.report, "every": row.every, "ordered": row.started_at},
)
