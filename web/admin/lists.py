"""What every list of the admin can do: download itself as CSV, hide columns, and decide many rows at once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

import structlog
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.contrib.admin.views.main import ERROR_FLAG
from django.db.models import DateTimeField, Model, QuerySet, TimeField
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.permissions import may
from common.clock import today
from common.sheets import lines
from web.admin.bulk import MOST, bulk_action
from web.admin.desk import any_desk, desk_of
from web.languages import PARAMETER
from web.requests import Request

log = structlog.get_logger("echelon.admin")

MOST_EXPORTED = 20_000
_BATCH = 500
_CURRENCY = "currency"  # of a row's amounts
_NOTHING = ("–", "-")  # what pages write for it
FILE, COLUMNS = "csv", "columns"  # parameters of a list's address that are no filters


class ListTools(ModelAdmin):
    """The base of every list. A page that has a file of its own says so with ``has_own_file``."""

    has_own_file = False

    def changelist_view(self, request: Request, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list, or answer with its file."""
        wants_file = FILE in request.GET and not self.has_own_file
        _take_out_own_parameters(request)
        if wants_file and self.has_view_permission(request):
            return self._file(request)
        shown = {"title": capfirst(self.opts.verbose_name_plural), **self._views(request)}
        shown |= {"list_columns": self._choices(request), "list_kept": _kept(request)}
        shown["shows_times"] = self.shows_times(self.get_list_display(request))
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def get_list_display(self, request: Request) -> Sequence[Any]:
        """The columns that were chosen, and those that link to the row."""
        every = self._columns(request)
        chosen = request.__dict__.get("chosen_columns") or every
        links = self.list_display_links or every[:1]
        return [name for name in every if name in chosen or name in links]

    def get_list_filter(self, request: Request) -> Sequence[Any]:
        """The page's filters; for a queue, also the people who work on it."""
        desk = desk_of(self)
        return [*super().get_list_filter(request), *([desk.chosen_by] if desk else [])]

    def add_people(self, request: Request, rows: Sequence[Any]) -> None:
        """Add to the rows of a queue who works on them: one query."""
        if desk := desk_of(self):
            names = desk.names(request, self.opts.label_lower, [row.pk for row in rows])
            for row in rows:
                row.assigned_to = names.get(row.pk, "")

    @display(description=_("assignee"))
    def assigned_words(self, row: Any) -> str:
        """Who works on the row."""
        return row.assigned_to or "–"

    def get_actions(self, request: Request) -> dict[str, Any]:
        """What can be done with many rows: the page's decisions that have a form for it."""
        found = {}
        for decision in self._in_bulk():
            if decision.bulk_kept(request) and (not decision.permission or may(request.actor, decision.permission)):
                name = decision.path or decision.name
                found[name] = (bulk_action(decision), name, decision.label)
        if desk_of(self):
            found["assign"] = (_assign, "assign", _("Assign"))
        return found

    def shows_times(self, names: Iterable[Any]) -> bool:
        """Whether one of the columns or fields has a time of the day."""
        known = {each.name: each for each in self.opts.get_fields()}
        return any(isinstance(known.get(name), DateTimeField | TimeField) for name in names)

    def _columns(self, request: Request) -> list[Any]:
        return [*super().get_list_display(request), *(["assigned_words"] if desk_of(self) else [])]

    def _views(self, request: Request) -> dict[str, Any]:
        """The saved views of the list, and the address that saves the present one."""
        desk, page = any_desk(), self.opts.label_lower
        if desk is None:
            return {}
        query = "&".join(filter(None, [request.GET.urlencode(), _chosen(request)]))
        return {"list_views": desk.views(request, page), "save_view": desk.save(page, query)}

    def _in_bulk(self) -> Iterator[Any]:
        for each in self.actions_detail:
            names = each["items"] if isinstance(each, dict) else [each]
            declared = (getattr(type(self), name, None) for name in names)
            yield from (one for one in declared if getattr(one, "bulk", None))

    def _choices(self, request: Request) -> list[tuple[str, str, bool]]:
        """Every column that may be hidden: its name, its words, and whether it is shown."""
        every = self._columns(request)
        links = self.list_display_links or every[:1]
        shown = self.get_list_display(request)
        return [(name, self._label(name), name in shown) for name in every if name not in links]

    def _label(self, name: str) -> str:
        return str(label_for_field(name, self.model, model_admin=self))

    def _file(self, request: Request) -> HttpResponse:
        """The filtered list as CSV, in its order: at most `MOST_EXPORTED` rows."""
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)[:MOST_EXPORTED]
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        log.info("admin.downloaded", model=self.opts.label_lower, user=request.user.pk)
        names = list(self.get_list_display(request))
        head = [self._label(name) for name in names]
        if has_currency := any(each.name == _CURRENCY for each in self.opts.get_fields()) and _CURRENCY not in names:
            head.append(self._label(_CURRENCY))  # amounts are plain numbers, so it has a column of its own
        cells = self._cells(request, rows.iterator(_BATCH), [*names, *([_CURRENCY] if has_currency else [])])
        text = "".join(lines(head, cells))
        name = f"{self.opts.model_name}-{today(request.program.time_zone)}"
        answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _cells(self, request: Request, rows: Iterable[Model], names: Sequence[str]) -> Iterator[list[Any]]:
        source: Any = iter(rows)
        while batch := list(islice(source, _BATCH)):
            self.complete(request, batch)  # type: ignore[attr-defined]  # of BoundAdmin
            self.add_people(request, batch)
            for row in batch:
                yield [_cell(name, row, self) for name in names]


def _cell(name: str, row: Model, page: Any) -> Any:
    """A value as the list shows it, without its markup; days and moments as 2026-01-31, numbers for calculating."""
    field, attribute, value = lookup_field(name, row, page)
    # A column of words is sorted by what the words were made of.
    made_of = getattr(row, str(getattr(attribute, "admin_order_field", None)), None)
    if isinstance(made_of, int | Decimal | date) and not isinstance(made_of, bool):
        value = made_of
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return value
    if field is not None and (field.choices or field.is_relation):
        value = display_for_field(value, field, "")
    text = " ".join(strip_tags(str(value)).split()) if value is not None else ""
    return "" if text in _NOTHING else text


def _assign(page: Any, request: Request, chosen: QuerySet[Any]) -> HttpResponse | None:
    """Lead from chosen rows to the form that assigns them."""
    desk, ids = desk_of(page), list(chosen.order_by("pk").values_list("pk", flat=True)[:MOST])
    return HttpResponseRedirect(desk.give(page.opts.label_lower, ids)) if desk else None


def _chosen(request: Request) -> str:
    """The chosen columns as a parameter of an address."""
    chosen = request.__dict__.get("chosen_columns", ())
    return f"{COLUMNS}={','.join(sorted(chosen))}" if chosen else ""


def _take_out_own_parameters(request: Request) -> None:
    """Keep the parameters that are filters; the chosen columns go to the request."""
    if {FILE, COLUMNS, PARAMETER} & request.GET.keys():
        asked = request.GET.copy()
        request.__dict__["chosen_columns"] = {name for value in asked.pop(COLUMNS, []) for name in value.split(",")}
        asked.pop(FILE, None)
        asked.pop(PARAMETER, None)  # Django would answer a filter that it doesn't know with ?e=1
        request.__dict__["GET"] = asked


def _kept(request: Request) -> list[tuple[str, str]]:
    """The filters of the list, for its forms."""
    return [(name, value) for name, values in request.GET.lists() if name != "p" for value in values]
