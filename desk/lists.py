"""What the desk adds to the lists of the admin: saved views, the people, and the filter by them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from desk.models import Assignment, SavedView
from desk.settling import end_assignments
from programs.models import Staff
from programs.request_rules import rules_today
from web.admin.bound import program_today
from web.admin.desk import Desk, View
from web.admin.filters import FieldFilter
from web.admin.search import Found
from web.requests import Request

MOST_SHOWN, MOST_HELD = 20, 200
MINE, NOBODY = "me", "nobody"


class AssigneeFilter(FieldFilter):
    """Rows that I work on, that nobody works on, or that one colleague does."""

    title = _("assignee")
    parameter_name = "who"

    def lookups(self, request: Request, model_admin: Any) -> list[tuple[str, Any]]:
        people = Staff.objects.visible_to(request.actor).select_related("user").order_by("user__name", "pk")
        others = [(str(row.user_id), str(row.user)) for row in people if row.user_id != request.actor.user_id]
        return [(MINE, _("mine")), (NOBODY, _("nobody")), *others]

    def queryset(self, request: Request, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        given = Assignment.objects.visible_to(request.actor).filter(page=queryset.model._meta.label_lower)
        if value == NOBODY:
            return queryset.exclude(pk__in=given.values("row_id"))
        person = request.actor.user_id if value == MINE else int(value) if _is_id(value) else None
        return queryset if person is None else queryset.filter(pk__in=given.filter(user_id=person).values("row_id"))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def list_address(page: str, query: str = "") -> str:
    """The address of a list by its model; empty for one that is gone."""
    try:
        model = apps.get_model(page)
        found = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    except (LookupError, ValueError, NoReverseMatch):
        return ""
    return f"{found}?{query}" if query else found


def list_name(page: str) -> str:
    """What a list is called, by its model; the model's name for one that is gone."""
    try:
        return capfirst(str(apps.get_model(page)._meta.verbose_name_plural))
    except (LookupError, ValueError):
        return page


def find_views(request: Request, text: str) -> Iterator[Found]:
    """Saved views whose name holds the text, for the palette."""
    for row in _own_and_shared(request).filter(name__icontains=text)[:MOST_SHOWN]:
        if address := list_address(row.page, row.query):
            yield Found(row.name, list_name(row.page), address, "bookmark")


def _views(request: Request, page: str) -> Sequence[View]:
    rows = [row for row in _held(request) if row.page == page]
    return [View(row.name, list_address(page, row.query)) for row in rows[:MOST_SHOWN]]


def _every(request: Request) -> Sequence[View]:
    found = [View(row.name, list_address(row.page, row.query), list_name(row.page)) for row in _held(request)]
    return [view for view in found if view.address]


def _held(request: Request) -> Sequence[SavedView]:
    """The person's views and those for all staff, read once for the menu and the page."""
    held: dict[str, Any] = request.__dict__
    if "saved_views" not in held:
        held["saved_views"] = list(_own_and_shared(request)[:MOST_HELD])
    found: Sequence[SavedView] = held["saved_views"]
    return found


def _own_and_shared(request: Request) -> QuerySet[SavedView]:
    return SavedView.objects.visible_to(request.actor).filter(Q(user_id=request.actor.user_id) | Q(shared=True))


def _names(request: Request, page: str, ids: Sequence[int]) -> Mapping[int, str]:
    rows = Assignment.objects.visible_to(request.actor).filter(page=page, row_id__in=list(ids)).select_related("user")
    return {row.row_id: str(row.user) for row in rows}


def _save(page: str, query: str) -> str:
    return f"{reverse('admin:desk_savedview_save')}?{urlencode({'page': page, 'query': query})}"


def _give(page: str, ids: Sequence[int]) -> str:
    return f"{reverse('admin:desk_assignment_give')}?{urlencode({'page': page, 'rows': ','.join(map(str, ids))})}"


def _settled(request: Request, page: str, ids: Sequence[int]) -> None:
    end_assignments(
        actor=request.actor, definition=rules_today(request), today=program_today(request), listed=page, row_ids=ids
    )


DESK = Desk(
    views=_views, every=_every, save=_save, names=_names, give=_give, chosen_by=AssigneeFilter, settled=_settled
)
