"""Deciding many rows at once: the decision's own operation for each row, and a report of what happened to each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.permissions import require
from common.refusals import Refused
from web.admin.desk import desk_of
from web.requests import Request

MOST = 200  # rows of one act
APPLY = "apply"


@dataclass(frozen=True)
class Outcome:
    """What happened to one row; ``why`` says what was refused, ``told`` what the decision says of a row done."""

    row: Any
    link: str
    done: bool
    why: str = ""
    told: str = ""


def bulk_action(decision: Any) -> Callable[[Any, Request, QuerySet[Any]], HttpResponse | None]:
    """Return the list's action: it asks for the form once, then decides every chosen row."""

    def act(page: Any, request: Request, chosen: QuerySet[Any]) -> HttpResponse | None:
        if decision.permission:
            require(request.actor, decision.permission)
        rows = list(chosen.order_by("pk")[: MOST + 1])
        if len(rows) > MOST:
            messages.error(request, _("Choose at most %(most)s rows at once.") % {"most": MOST})
            return None
        page.complete(request, rows)
        return _answer(decision, page, request, rows)

    act.__name__ = decision.name
    return act


def _answer(decision: Any, page: Any, request: Request, rows: list[Any]) -> HttpResponse:
    from web.admin.decisions import show, to_list  # the kit of decisions knows lists

    applied = APPLY in request.POST
    form = decision.bulk(request.POST if applied else None, **decision.given_to_bulk(page, request))
    form.row_count = len(rows)
    back, filters = to_list(decision.asked(page, request)), request.GET.urlencode()
    context: dict[str, Any] = {"decision": decision, "back": f"{back}?{filters}" if filters else back}
    if applied and form.is_valid():
        outcomes: list[Outcome] = []
        for row in rows:
            values = form.values_for(sum(each.done for each in outcomes))
            outcomes.append(_decide(decision, page, request, row, values))
        if desk := desk_of(page):
            desk.settled(request, page.opts.label_lower, [each.row.pk for each in outcomes if each.done])
        done = sum(each.done for each in outcomes)
        context |= {"outcomes": outcomes, "done": done, "refused": len(outcomes) - done}
        context["of_partners"] = any(getattr(each.row, "partner", None) for each in outcomes)
        return show(page, request, "web/admin/bulk_done.html", decision.label, **context)
    context |= {"form": form, "rows": rows, "checkbox": ACTION_CHECKBOX_NAME, "action": request.POST.get("action", "")}
    return show(page, request, "web/admin/bulk.html", decision.label, **context)


def _decide(decision: Any, page: Any, request: Request, row: Any, values: Mapping[str, Any]) -> Outcome:
    asked, why, told = decision.asked(page, request, row), "", ""
    offered = page.offered(request, row)
    if offered is not None and (decision.path or decision.name) not in (*offered, *page.panel_acts):
        why = _("Not possible in its present state.")
    else:
        try:
            with transaction.atomic():
                told = decision.carry_out(asked, values)
        except Refused as refusal:
            why = " ".join(map(str, refusal.problems.values()))
        except PermissionDenied:
            why = _("You may not do this.")
    return Outcome(row, decision.row_address(asked), not why, why, told)
