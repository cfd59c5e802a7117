"""Saved views and assigned work in the admin."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from common.actor import Actor
from desk.lists import list_address, list_name
from desk.models import Assignment, SavedView
from desk.operations import ASSIGN, KEEP, MOST_ROWS, assign, remove_view, save_view
from desk.settling import queued_rows
from desk.undo import about_rows, about_view
from programs.models import Staff
from programs.request_rules import rules_today
from web.admin.bound import BoundAdmin, program_today
from web.admin.decisions import Asked, Decision, to_list
from web.admin.forms import AdminForm
from web.fields import Line
from web.requests import Request


class ViewName(AdminForm):
    """The name of a view, and whose it is."""

    name = Line(label=_("Name"), max_length=60, help_text=_("For example: Partners in Germany."))
    shared = forms.BooleanField(label=_("For all staff"), required=False)


class Assignee(AdminForm):
    """Who works on the rows."""

    assignee = forms.ModelChoiceField(queryset=Staff.objects.none(), label=_("Assignee"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["assignee"]
        offered.queryset = Staff.objects.visible_to(actor).select_related("user").order_by("user__name", "pk")
        offered.empty_label = _("Nobody")
        offered.label_from_instance = lambda row: str(row.user)
        self.initial["assignee"] = offered.queryset.filter(user_id=actor.user_id).first()
        self.dress()


def _page_or_404(request: Request) -> str:
    """The list that the address names."""
    page = request.GET.get("page", "")[:80]
    if not list_address(page):
        raise Http404
    return page


def _rows(request: Request, page: str) -> list[int]:
    """The rows that the address names, as far as the person may see them."""
    given = request.GET.get("rows", "").split(",")
    ids = [int(each) for each in given if each.isascii() and each.isdigit() and len(each) < 19]
    model: Any = apps.get_model(page)
    seen = model.objects.visible_to(request.actor).filter(pk__in=ids[: MOST_ROWS + 1])
    return list(seen.order_by("pk").values_list("pk", flat=True))


@admin.register(SavedView)
class SavedViewAdmin(BoundAdmin):
    """Saved views: one's own and those for all staff."""

    list_display = ("name_words", "list_words", "user", "shared", "saved_at", "remove_words")
    list_display_links = None  # the name opens the view itself
    list_select_related = ("user",)
    fields = ("name_words", "list_words", "query", "user", "shared", "saved_at")
    readonly_fields = ("name_words", "list_words")
    actions_detail = ("remove",)

    remove = Decision(
        label=_("Remove"),
        icon="delete",
        variant=ActionVariant.DANGER,
        permission=KEEP,
        operation=remove_view,
        title=_("Remove a saved view"),
        told=_("Removed."),
        then=to_list,
        undo=about_view,
    )

    def get_urls(self) -> list[URLPattern]:
        """Saving a view is a link on its list, which says which list and which filters."""
        save = path("save/", self.admin_site.admin_view(self.save), name="desk_savedview_save")
        return [save, *super().get_urls()]

    def save(self, request: Request) -> HttpResponse:
        """Save the filters of a list under a name."""
        return _SAVE.decide(self, request, listed=_page_or_404(request), query=request.GET.get("query", ""))

    @display(description=_("name"), ordering="name")
    def name_words(self, row: Any) -> SafeString | str:
        return _link(row.name, list_address(row.page, row.query))

    @display(description=_("list"), ordering="page")
    def list_words(self, row: Any) -> str:
        return list_name(row.page)

    @display(description=_("Actions"))
    def remove_words(self, row: Any) -> SafeString | str:
        return _link(str(_("Remove")), reverse("admin:desk_savedview_remove", args=[row.pk]))


_SAVE = Decision(
    label=_("Save view"),
    permission=KEEP,
    form=ViewName,
    operation=save_view,
    title=_("Save this view"),
    intro=_("Keeps the filters, the order and the columns. A name that you used before is replaced."),
    button=_("Save"),
    told=_("Saved. The view is offered above the list."),
    then=lambda asked: list_address(asked.also["listed"], asked.also["query"]),
)


@admin.register(Assignment)
class AssignmentAdmin(BoundAdmin):
    """Who works on what, the latest first."""

    list_display = ("row_words", "kind_words", "user", "assigned_at")
    list_display_links = ("kind_words",)  # the first column is a link of its own
    list_filter = (("user", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("user",)
    fields = ("row_words", "kind_words", "user", "assigned_at")
    readonly_fields = ("row_words", "kind_words")

    def get_urls(self) -> list[URLPattern]:
        """Assigning is a link on rows and lists, which says which rows."""
        give = path("give/", self.admin_site.admin_view(self.give), name="desk_assignment_give")
        return [give, *super().get_urls()]

    def give(self, request: Request) -> HttpResponse:
        """Assign rows of a list."""
        page = _page_or_404(request)
        ids = _rows(request, page)
        queued = queued_rows(request.actor, page, ids, rules_today(request), program_today(request))
        return _GIVE.decide(self, request, listed=page, row_ids=ids, queued=queued)

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        """Add the rows themselves: one query for each kind of work."""
        found: dict[tuple[str, int], Any] = {}
        for page in {row.page for row in rows}:
            ids = [row.row_id for row in rows if row.page == page]
            model: Any = apps.get_model(page) if list_address(page) else None
            if model is not None:
                kept = model.objects.visible_to(request.actor).in_bulk(ids)
                found |= {(page, pk): each for pk, each in kept.items()}
        for row in rows:
            row.about = found.get((row.page, row.row_id))

    @display(description=_("row"))
    def row_words(self, row: Any) -> SafeString | str:
        if row.about is None:
            return f"#{row.row_id}"
        return _link(str(row.about), _row_address(row.page, row.row_id))

    @display(description=_("kind"))
    def kind_words(self, row: Any) -> str:
        return str(row.about._meta.verbose_name) if row.about is not None else row.page


def _row_address(page: str, pk: int) -> str:
    model = apps.get_model(page)
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def _link(words: str, address: str) -> SafeString | str:
    return format_html('<a class="v-link" href="{}">{}</a>', address, words) if address else words


def _after(asked: Asked) -> str:
    """Back to the row, or to the list if there were several."""
    rows = asked.also["row_ids"]
    return _row_address(asked.also["listed"], rows[0]) if len(rows) == 1 else list_address(asked.also["listed"])


_GIVE = Decision(
    label=_("Assign"),
    permission=ASSIGN,
    form=Assignee,
    operation=assign,
    title=_("Who works on this?"),
    intro=lambda asked: _("Rows chosen: %(number)s.") % {"number": len(asked.also["row_ids"])},
    button=_("Assign"),
    told=_("Assigned."),
    then=_after,
    undo=about_rows,
)
