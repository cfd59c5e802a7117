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
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.permissions import require
from common.refusals import Refused
from web.admin.desk import desk_of
from web.requests import Request

MOST = 200  # rows of one act
APPLY = "apply"


@dataclass(frozen=True)
class Outcome:
    """What happened to one row, named in ``words``.

    ``why`` says what was refused, ``told`` what the decision says of a row done.
    """

    row: Any
    words: str
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
        context["what"] = capfirst(page.opts.verbose_name)
        context["counted"] = _("Done: %(done)s of %(all)s") % {"done": done, "all": len(outcomes)}
        return show(page, request, "web/admin/bulk_done.html", decision.label, **context)
    context |= {"form": form, "checkbox": ACTION_CHECKBOX_NAME, "action": request.POST.get("action", "")}
    named = [(row, page.named(row), _allowed(decision, page, request, row)) for row in rows]
    context["rows"] = [(row.pk, words) for row, words, allowed in named if allowed]
    context["left_out"] = [(words, _state(row)) for row, words, allowed in named if not allowed]
    context["counted"] = f"{capfirst(page.opts.verbose_name_plural)}: {len(context['rows'])}"
    return show(page, request, "web/admin/bulk.html", decision.label, **context)


def _allowed(decision: Any, page: Any, request: Request, row: Any) -> bool:
    """Whether the page offers this decision for the row in its present state."""
    offered = page.offered(request, row)
    return offered is None or (decision.path or decision.name) in offered


def _state(row: Any) -> str:
    """The row's state in words; empty for a row without one."""
    told = getattr(row, "get_state_display", None)
    return str(told()) if told else ""


def _decide(decision: Any, page: Any, request: Request, row: Any, values: Mapping[str, Any]) -> Outcome:
    asked, why, told = decision.asked(page, request, row), "", ""
    if not _allowed(decision, page, request, row):
        why = _("Not possible in its present state.")
    else:
        try:
            with transaction.atomic():
                told = decision.carry_out(asked, values)
        except Refused as refusal:
            why = " ".join(map(str, refusal.problems.values()))
        except PermissionDenied:
            why = _("You may not do this.")
    return Outcome(row, page.named(row), decision.row_address(asked), not why, why, told)
