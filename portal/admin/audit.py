"""The audit log in the admin: view, search and, for administrators, export what the vendor's staff did."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from accounts.models import AuditEntry, User
from accounts.permissions import AUDITED, may, require
from accounts.sentences import KEY
from common.sheets import lines
from partners.models import Partner
from partners.profile.finding import find_partners
from portal.admin.audit_words import in_words, model_name
from programs.models import Staff
from programs.request_rules import names_today
from web.admin.bound import BoundAdmin, program_today
from web.admin.filters import FieldFilter, MomentFilter
from web.requests import Request

MOST_EXPORTED = 100_000


class PersonFilter(FieldFilter):
    """Actions of one person."""

    title = _("person")
    parameter_name = "person"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        """Everyone who has acted, including former staff."""
        acted = AuditEntry.objects.visible_to(request.actor).order_by().values("user_id").distinct()
        people = User.objects.filter(pk__in=acted).order_by("name", "email")
        return [(str(person.pk), str(person)) for person in people]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(user_id=value) if value.isdecimal() and len(value) < 19 else queryset


class ActionFilter(FieldFilter):
    """Actions of one kind."""

    title = _("action")
    parameter_name = "action_kind"
    field = "action"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(AUDITED.items())


@admin.register(AuditEntry)
class AuditEntryAdmin(BoundAdmin):
    """Every staff action, newest first. Append-only, even for administrators."""

    list_display = ("at", "person", "action_words", "summary_words", "partner_link")
    list_display_links = ("summary_words",)
    list_filter = (PersonFilter, ActionFilter, ("at", MomentFilter))
    search_fields = ("summary",)
    search_help_text = _("What was done, or a partner's name or code")
    ordering = ("-at", "-id")
    paginator = InfinitePaginator
    fields = (
        "at",
        "person",
        "role_words",
        "action_words",
        "summary_words",
        "partner_link",
        "subject_words",
        "detail_words",
    )
    readonly_fields = (
        "person",
        "role_words",
        "action_words",
        "summary_words",
        "partner_link",
        "subject_words",
        "detail_words",
    )
    list_before_template = "portal/admin/audit_export.html"
    has_own_file = True

    def has_view_permission(self, request: Request, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and may(request.actor, "audit.view")

    def get_urls(self) -> list[URLPattern]:
        """The export is a link on the list because it must carry the list's filters; the theme's buttons can't."""
        export = path("export/", self.admin_site.admin_view(self.export), name="accounts_auditentry_export")
        return [export, *super().get_urls()]

    def changelist_view(self, request: Request, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_export = {"may_export": may(request.actor, "audit.export")}
        return super().changelist_view(request, {**(extra_context or {}), **may_export})

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        """Add the names of people and partners, because the log stores only ids. Two queries."""
        people = User.objects.in_bulk({row.user_id for row in rows})
        about = Partner.objects.visible_to(request.actor).in_bulk({row.partner_id for row in rows if row.partner_id})
        names = names_today(request)
        for row in rows:
            row.names = names
            row.who, row.about = people.get(row.user_id), about.get(row.partner_id)

    def get_search_results(
        self, request: Request, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        meant = find_partners(request.actor, term).ids
        return queryset.filter(Q(summary__icontains=term) | Q(partner_id__in=meant)), False

    def export(self, request: Request) -> HttpResponse:
        """Export the filtered list as a spreadsheet, newest first: at most `MOST_EXPORTED` actions."""
        require(request.actor, "audit.export")
        nowhere = HttpResponseRedirect(f"{reverse('admin:accounts_auditentry_changelist')}?{ERROR_FLAG}=1")
        if "\0" in "".join(value for values in request.GET.lists() for value in values[1]):
            return nowhere
        try:
            found = self.get_changelist_instance(request).get_queryset(request)[:MOST_EXPORTED]
        except IncorrectLookupParameters:
            return nowhere
        head = ("when", "person", "role", "action", "what was done", "partner", "of", "number")
        answer = HttpResponse("".join(lines(head, _rows(request, found))), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="audit-log-{program_today(request)}.csv"'
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @display(description=_("person"))
    def person(self, row: Any) -> str:
        return f"{row.who}" if row.who else f"#{row.user_id}"

    @display(description=_("role"))
    def role_words(self, row: AuditEntry) -> Any:
        return dict(Staff.Role.choices).get(row.role, row.role)

    @display(description=_("action"), ordering="action")
    def action_words(self, row: AuditEntry) -> Any:
        return AUDITED.get(row.action, row.action)

    @display(description=_("what was done"))
    def summary_words(self, row: Any) -> str:
        return in_words(row.summary, row.details, row.names)

    @display(description=_("partner"))
    def partner_link(self, row: Any) -> SafeString | str:
        if row.about is None:
            return "–"
        page = reverse("admin:partners_partner_change", args=[row.about.pk])
        return format_html('<a class="v-link" href="{}">{}</a>', page, row.about)

    @display(description=_("of"))
    def subject_words(self, row: AuditEntry) -> SafeString | str:
        """The changed row, linked if it has a page."""
        words = f"{model_name(row.subject)} {row.subject_id or ''}".strip()
        known = {model._meta.label_lower: model for model in self.admin_site._registry}
        model = known.get(row.subject)
        if model is None or row.subject_id is None:
            return words
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.subject_id])
        return format_html('<a class="v-link" href="{}">{} {}</a>', page, model._meta.verbose_name, row.subject_id)

    @display(description=_("details"))
    def detail_words(self, row: AuditEntry) -> SafeString | str:
        said = (
            (key.replace("_", " "), value)
            for key, value in row.details.items()
            if value not in ("", None) and key != KEY
        )
        return format_html_join("", "<div>{}: {}</div>", said) or "–"


def _rows(request: Request, found: QuerySet[AuditEntry]) -> Iterator[tuple[Any, ...]]:
    """The actions with names for ids; people and partners are read once for all rows."""
    people = {
        pk: f"{name} <{email}>".strip()
        for pk, name, email in User.objects.filter(
            pk__in=AuditEntry.objects.visible_to(request.actor).order_by().values("user_id").distinct()
        ).values_list("pk", "name", "email")
    }
    names = dict(Partner.objects.visible_to(request.actor).values_list("pk", "name"))
    columns = ("at", "user_id", "role", "action", "summary", "partner_id", "subject", "subject_id")
    for at, user_id, role, what, summary, partner_id, subject, subject_id in found.values_list(*columns).iterator():
        who = people.get(user_id, f"#{user_id}")
        yield at.isoformat(), who, role, what, summary, names.get(partner_id, ""), subject, subject_id
