"""Base classes of the admin: only rows of the request's program, and no writes except through operations.

partners/middleware.py sets `request.actor`. A page that changes something calls one operation; Django's own add, change
and delete are disabled unless a page enables them.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Any

import structlog
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, lookup_field
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Field, Model, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.enums import ActionVariant
from unfold.views import ChangeList

from accounts.permissions import may
from common.clock import today
from web.admin.desk import desk_of
from web.admin.in_force import in_force
from web.admin.lists import COLUMNS, ListTools
from web.admin.neighbors import keep_list, neighbors
from web.fields import Line, tidy_field
from web.requests import Request, StrOrPromise

log = structlog.get_logger("echelon.admin")
EMPTY = "–"  # what pages write for nothing


def program_today(request: Request) -> date:
    """Return today's date in the time zone of the request's program."""
    return today(request.program.time_zone)


class BoundChangeList(ChangeList):
    """A list that loads extra data for one page of rows at once, with `BoundAdmin.complete`."""

    def __init__(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.chosen = ",".join(sorted(request.__dict__.get("chosen_columns", ())))
        self.in_force = [] if request.__dict__.get("only_order") else in_force(self, request)

    def get_query_string(self, new_params: Any = None, remove: Any = None) -> str:
        """The address of the list with other filters; it keeps the chosen columns, which are no filter."""
        if chosen := getattr(self, "chosen", ""):
            new_params = {COLUMNS: chosen, **(new_params or {})}
        return super().get_query_string(new_params, remove)

    def get_results(self, request: Request) -> None:
        if request.__dict__.get("only_order"):  # web/admin/neighbors.py reads ids alone
            return
        super().get_results(request)
        # Without the count of all rows the theme would show every list as filtered.
        self.full_result_count = self.result_count
        self.result_list: Any = list(self.result_list)
        self.model_admin.complete(request, self.result_list)
        self.model_admin.add_people(request, self.result_list)
        self.beginning = "" if self.result_list else self.model_admin.beginning(request)


def _may_press(request: Request, button: Any) -> bool:
    asked = getattr(getattr(button, "method", None), "permission", "")
    return not asked or may(request.actor, asked)


def _is_empty(name: Any, row: Model, page: Any) -> bool:
    if not isinstance(name, str):
        return False  # several beside each other
    try:
        _field, _attribute, value = lookup_field(name, row, page)
    except (AttributeError, ObjectDoesNotExist):
        return False
    return value is None or (isinstance(value, str | Sequence | Mapping) and not value) or value == EMPTY


class BoundAdmin(ListTools):
    """Base of every page: the rows of one model that staff may see in one program, read-only."""

    actions = None
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    empty_value_display = EMPTY
    # Decisions that the page offers beside what they are about, by path: the bar above leaves them out.
    panel_acts: tuple[str, ...] = ()
    times_without_fields = True  # whether a page without fields, which shows the record itself, has times of the day

    def get_queryset(self, request: Request) -> QuerySet[Any]:
        """Return the rows the actor may see; any other id is treated as missing."""
        return super().get_queryset(request).visible_to(request.actor)

    def changelist_view(self, request: Request, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list; an address with a character that PostgreSQL can't store is an invalid filter."""
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().changelist_view(request, extra_context)

    def get_changelist(self, request: Request, **kwargs: Any) -> type[ChangeList]:
        return BoundChangeList

    def get_object(self, request: Request, object_id: str, from_field: str | None = None) -> Any:
        """Return the row, read once per request although the page and its buttons both need it."""
        known = request.__dict__.setdefault("objects_read", {})
        key = (type(self), str(object_id), from_field)
        if key not in known:
            known[key] = found = super().get_object(request, object_id, from_field)
            if found is not None:
                self.complete(request, [found])
        return known[key]

    def beginning(self, request: Request) -> StrOrPromise:
        """Return what to do in a program that has no such rows yet; asked only for an empty list."""
        return ""

    @property
    def row_name(self) -> str:
        """The name under which a decision's operation takes the row."""
        return self.opts.model_name or ""

    def words_about(self, row: Any) -> dict[str, Any]:
        """Return what the texts of decisions about a row may name."""
        return {self.row_name: row}

    def intro_about(self, row: Any) -> StrOrPromise:
        """Return the words about a row above every decision's form."""
        return ""

    def get_fieldsets(self, request: Request, obj: Any = None) -> Any:
        """Return the fields of a record; one that is only read shows none that are empty: nobody can fill them in."""
        found = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return found
        return [
            (title, {**options, "fields": [name for name in options["fields"] if not _is_empty(name, obj, self)]})
            for title, options in found
        ]

    def named(self, row: Any) -> str:
        """Return a row in words, for messages and lists away from its page: what it is, and whose."""
        whose = getattr(row, "partner", None)
        return " · ".join(filter(None, [str(row), str(whose) if whose else ""]))

    def offered(self, request: Request, row: Any) -> Container[str] | None:
        """Return the paths of the buttons to show for a row, or None for all."""
        return None

    def get_actions_detail(self, request: Request, object_id: int) -> list[Any]:
        """Return the buttons of a record: those `offered` that its user may press."""
        row = self.get_object(request, str(object_id))
        if row is None:
            return []
        offered = self.offered(request, row)
        return [
            each
            for each in super().get_actions_detail(request, object_id)
            if (offered is None or each.path in offered)
            and each.path not in self.panel_acts
            and _may_press(request, each)
        ]

    def _get_actions_navigation(self, provided_actions: Any, allowed_actions: Any, object_id: Any = None) -> list[Any]:
        """Put what can't be undone into a menu after a record's other buttons. Declining is a decision like any."""
        provided = list(provided_actions)
        if object_id is not None:
            risky = {each.method.__name__ for each in allowed_actions if each.variant == ActionVariant.DANGER}
            risky -= {"decline"}
            apart = [name for name in provided if isinstance(name, str) and name in risky]
            if apart and len(allowed_actions) > 1:
                provided = [name for name in provided if name not in apart]
                provided.append({"title": _("More"), "icon": "more_horiz", "items": apart})
        return super()._get_actions_navigation(provided, allowed_actions, object_id)

    def get_actions_list(self, request: Request) -> list[Any]:
        """Return the buttons above a list that its user may press."""
        return [each for each in super().get_actions_list(request) if _may_press(request, each)]

    def formfield_for_dbfield(self, db_field: Field, request: Any, **kwargs: Any) -> Any:
        """Return the column's form field; texts pass the one door (web/fields.py)."""
        if not db_field.choices and (tidy := tidy_field(db_field)):
            kwargs.setdefault("form_class", tidy)
        found: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        inner = getattr(db_field, "base_field", None)
        if found is not None and inner is not None and tidy_field(inner):
            found.base_field = Line(max_length=inner.max_length)
        return found

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Show the record, and the rows beside it in the list that it was opened from."""
        if obj is not None:
            context["title"] = capfirst(self.opts.verbose_name)  # Django's own says "Change" or "View" of it
            context["neighbors"] = neighbors(self, request, obj.pk)
            context["only_read"] = not self.has_change_permission(request, obj)
            fields = flatten_fieldsets(self.get_fieldsets(request, obj))
            context["shows_times"] = self.shows_times(fields) if fields else self.times_without_fields
            if desk := desk_of(self):
                self.add_people(request, [obj])
                context["give"] = desk.give(self.opts.label_lower, [obj.pk])
        answer: HttpResponse = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        keep_list(self, request, answer)
        return answer

    def log_change(self, request: Request, obj: Model, message: Any) -> None:
        """Log to the structured log: Django's own log table would hold rows of every program without row security."""
        fields = [name for part in message for name in part.get("changed", {}).get("fields", ())]
        log.info("admin.changed", model=obj._meta.label_lower, pk=obj.pk, user=request.user.pk, fields=fields)

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        """Add the extra data that columns need to the rows of one page, in a bounded number of queries."""

    def has_module_permission(self, request: Request) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: Request, obj: Model | None = None) -> bool:
        return request.actor.kind == "staff"

    def has_add_permission(self, request: Request) -> bool:
        return False

    def has_change_permission(self, request: Request, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: Request, obj: Model | None = None) -> bool:
        return False
