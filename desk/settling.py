"""Ends assignments: nobody works any more on a row that has left its queue, whoever decided it."""

from collections.abc import Sequence
from datetime import date

from common.actor import Actor
from desk.models import Assignment
from programs.definition import Definition
from web.admin.queues import queues


def end_assignments(
    *,
    actor: Actor,
    definition: Definition | None,
    today: date,
    listed: str = "",
    row_ids: Sequence[int] | None = None,
) -> int:
    """End the assignments of rows that were in a queue and are in none; returns how many.

    All of the program, or those of ``row_ids`` of the list ``listed``. Whoever may decide rows ends assignments by it,
    and a job does the rest. A row that was assigned before it came into a queue keeps its assignment until it leaves.
    """
    kept = Assignment.objects.visible_to(actor)
    if row_ids is not None:
        kept = kept.filter(page=listed, row_id__in=list(row_ids))
    ended = 0
    by_page: dict[str, dict[int, tuple[int, bool]]] = {}
    for pk, page, row_id, queued in kept.values_list("pk", "page", "row_id", "queued"):
        by_page.setdefault(page, {})[row_id] = (pk, queued)
    for page, rows in by_page.items():
        waiting = queued_rows(actor, page, list(rows), definition, today)
        came = [pk for row_id, (pk, queued) in rows.items() if row_id in waiting and not queued]
        left = [pk for row_id, (pk, queued) in rows.items() if row_id not in waiting and queued]
        if came:
            kept.filter(pk__in=came).update(queued=True)
        if left:
            ended += kept.filter(pk__in=left).delete()[0]
    return ended


def queued_rows(actor: Actor, page: str, ids: Sequence[int], definition: Definition | None, today: date) -> set[int]:
    """Which rows of a list are in one of its queues."""
    found: set[int] = set()
    for queue in queues():
        if queue.page == page.replace(".", "_") and (definition is None or queue.kept(definition)):
            rows = queue.rows(actor, today, definition).filter(pk__in=ids).order_by()
            found |= set(rows.values_list("pk", flat=True))
    return found
