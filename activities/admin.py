"""The activity log in the admin: view, record and reverse activities."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from activities.claims import admin as claims
from activities.forms import RecordActivity, TakeBack
from activities.models import Activity
from activities.operations import record_activity, retract_activity
from activities.references import tell_about
from common.numbers import money
from partners.admin_rows import PartnerRowsAdmin
from programs.request_rules import names_today, rules_today
from web.admin.badges import badge
from web.admin.decisions import Decision, show
from web.admin.filters import FieldFilter
from web.requests import Request

__all__ = ["ActivityAdmin", "claims"]


class KindFilter(FieldFilter):
    """Activities of one kind."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        rules = rules_today(request)
        return [(code, kind.name) for code, kind in rules.activities.items()] if rules else []


class CountsFilter(FieldFilter):
    """Active or reversed activities."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("counts", _("counts")), ("back", _("reversed"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Activity]:
        match self.value():
            case "counts":
                return queryset.effective()
            case "back":
                return queryset.exclude(retraction=None)
        return queryset


# Activities are never edited; a mistake is reversed.
RECORD = Decision(
    label=_("Record"),
    form=RecordActivity,
    prefilled=("partner",),
    operation=record_activity,
    title=_("Record: %(kind)s"),
    told=_("Recorded for %(partner)s: %(kind)s"),
    intro=_("Takes effect immediately. Entries can be reversed, not edited."),
)


@admin.register(Activity)
class ActivityAdmin(PartnerRowsAdmin):
    """Everything partners have done. Rows are never edited; a mistake is reversed with a reason."""

    list_display = ("on", "partner", "kind_name", "amount_words", "quantity", "about", "reference", "state")
    list_filter = (KindFilter, CountsFilter, ("on", RangeDateFilter))
    list_select_related = ("partner", "retraction")
    exact = within = ("reference",)
    search_help_text = _("Partner's name or code, or a part of a reference")
    paginator = InfinitePaginator
    fields = (
        "partner",
        "kind_name",
        "on",
        "amount_words",
        "quantity",
        "about",
        "reference",
        "details",
        "state",
        "recorded_at",
        "recorded_by",
        "points_words",
    )
    readonly_fields = ("kind_name", "amount_words", "about", "details", "state", "points_words")
    actions_detail = ("take_back",)

    take_back = Decision(
        label=_("Reverse"),
        path="take-back",
        icon="undo",
        theirs=("take_back",),
        form=TakeBack,
        operation=retract_activity,
        title=_("Reverse an activity"),
        danger=True,
        told=_("Reversed. Its points and levels are updated."),
        intro=_("%(kind)s of %(partner)s on %(day)s. It stays in the log, marked as reversed."),
    )

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.names = names_today(request)
        tell_about(request.actor, rows)

    def has_add_permission(self, request: Request) -> bool:
        """No standard add form: `add_view` records through the operation."""
        return self.has_view_permission(request)

    def has_take_back_permission(self, request: Request, object_id: str | None = None) -> bool:
        rows: Any = self.get_queryset(request)
        rows = rows.effective()
        return object_id is not None and str(object_id).isdecimal() and rows.filter(pk=object_id).exists()

    def add_view(self, request: Request, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Choose a kind, then record an activity of that kind."""
        rules = rules_today(request)
        kinds = rules.activities if rules else {}
        code = request.GET.get("kind", "")
        if code in kinds:
            return RECORD.decide(self, request, code=code, kind=kinds[code].name)
        partner, title = request.GET.get("partner", ""), _("Record an activity")
        return show(self, request, "activities/admin/kinds.html", title, kinds=kinds.items(), partner=partner)

    def words_about(self, row: Any) -> dict[str, Any]:
        return {"kind": row.names.kind(row.kind), "partner": row.partner, "day": date_format(row.on)}

    @display(description=_("kind"), ordering="kind")
    def kind_name(self, row: Any) -> str:
        return row.names.kind(row.kind)

    @display(description=_("amount"), ordering="amount")
    def amount_words(self, row: Any) -> str | None:
        if row.amount is None:
            return None
        return money(row.amount, row.partner.currency)

    @display(description=_("client or person"), ordering="subject")
    def about(self, row: Any) -> str | SafeString:
        found = row.about
        if row.subject or found is None:
            return row.subject
        return format_html('<a class="v-link" href="{}">{}</a>', found.address, found.words)

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        retraction = getattr(row, "retraction", None)
        if retraction:
            return format_html("{} {}", badge(_("reversed"), "danger"), retraction.reason)
        if row.retracts_id:
            link = reverse("admin:activities_activity_change", args=[row.retracts_id])
            return format_html('{} <a href="{}">{}</a> {}', badge(_("reverses")), link, _("a row"), row.reason)
        return badge(_("counts"), "success")

    @display(description=_("details"))
    def details(self, row: Any) -> str:
        return ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in row.attributes.items())

    @display(description=_("points"))
    def points_words(self, row: Any) -> SafeString:
        entries = row.entries.order_by("pk").values_list("points", "account", "clause")
        return format_html_join(
            "",
            "<div>{} {} ({})</div>",
            ((f"{points:+d}", row.names.account(account), clause) for points, account, clause in entries),
        )
