"""What the desk holds of people: their views and their work."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.personal.registry import Person, hold
from desk.models import Assignment, SavedView


def _rows(model: Any) -> Callable[[Person], QuerySet[Any]]:
    def rows(person: Person) -> QuerySet[Any]:
        own = model.objects.filter(program_id=person.program_id)
        return own.none() if person.user_id is None else own.filter(user_id=person.user_id)

    return rows


def _delete(rows: QuerySet[Any], today: date, now: datetime) -> int:
    return rows.delete()[0]


hold(
    SavedView,
    "page name query",
    code="saved_views",
    title=_("Saved views"),
    rows=_rows(SavedView),
    erase=_delete,
    read=lambda row: {"list": row.page, "name": row.name, "filters": row.query},
)
hold(
    Assignment,
    "page",
    code="assignments",
    title=_("Assigned work"),
    rows=_rows(Assignment),
    erase=_delete,
    read=lambda row: {"list": row.page, "row": row.row_id, "assigned": row.assigned_at},
)
