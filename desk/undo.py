"""How acts on saved views and assigned work are taken back within seconds (web/undo.py)."""

from typing import Any

from common.clock import now
from desk.models import Assignment
from desk.operations import assign, save_view
from programs.models import Staff
from web.admin.decisions import Asked
from web.requests import Request
from web.undo import add_inverse

VIEW, ASSIGNED = "view.remove", "work.assign"


def about_view(asked: Asked) -> dict[str, Any]:
    """What it takes to save a view again; nothing for somebody else's."""
    row = asked.row
    if row.user_id != asked.request.actor.user_id:
        return {}
    return {"code": VIEW, "page": row.page, "query": row.query, "name": row.name, "shared": row.shared}


def about_rows(asked: Asked) -> dict[str, Any]:
    """Who each row was assigned to."""
    page, ids = asked.also["listed"], asked.also["row_ids"]
    held = Assignment.objects.visible_to(asked.request.actor).filter(page=page, row_id__in=ids)
    before = dict(held.values_list("row_id", "user_id"))
    return {"code": ASSIGNED, "page": page, "before": [[pk, before.get(pk)] for pk in ids]}


def save_again(request: Request, *, page: str, query: str, name: str, shared: bool) -> None:
    """Save a removed view again. Raises UnableToSaveView."""
    given: dict[str, Any] = {"listed": page, "query": query, "name": name, "shared": shared}
    save_view(actor=request.actor, program_id=request.program.pk, **given, now=now())


def assign_back(request: Request, *, page: str, before: list[list[int | None]]) -> None:
    """Assign each row to whom it was assigned before. Raises UnableToAssign."""
    given: dict[str, Any] = {"actor": request.actor, "program_id": request.program.pk, "listed": page}
    people = {row.user_id: row for row in Staff.objects.visible_to(request.actor)}
    for user in {user for _pk, user in before}:
        ids = [pk for pk, whose in before if whose == user and pk is not None]
        assign(**given, row_ids=ids, assignee=people.get(user) if user else None, now=now())


add_inverse(VIEW, save_again)
add_inverse(ASSIGNED, assign_back)
