"""Levels in the admin, read-only: current levels, decisions and their reasons, upcoming reviews.

Managers decide on the partner's own page (portal/admin/partners.py).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from partners.admin_rows import PartnerRowsAdmin
from programs.queries import revisions
from programs.request_rules import names_today, rules_today
from statuses.forecast import forecasts, outcome
from statuses.models import Certificate, Decision, Standing, StatusChange
from statuses.verdicts import verdict_of
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.filters import FieldFilter
from web.requests import Request

DUE_WITHIN = (30, 60, 90)


class TrackFilter(FieldFilter):
    """Rows of one track."""

    title = _("track")
    parameter_name = "track"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        tracks = names_today(request).tracks
        return [(track.code, track.name) for track in tracks] if len(tracks) > 1 else []


class LevelFilter(FieldFilter):
    """Rows on one level of one track."""

    title = _("level")
    parameter_name = "level"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        tracks = names_today(request).tracks
        several = len(tracks) > 1
        return [
            (f"{track.code}/{level.code}", f"{track.name}: {level.name}" if several else level.name)
            for track in tracks
            for level in track.levels
        ]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Standing]:
        track, slash, level = (self.value() or "").partition("/")
        return queryset.filter(track=track, level=level) if slash else queryset


class DueFilter(FieldFilter):
    """Reviews and grace periods due soon."""

    title = _("days to the decision")
    parameter_name = "due"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(str(days), _("%(days)s days") % {"days": days}) for days in DUE_WITHIN]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Standing]:
        if self.value() not in {str(days) for days in DUE_WITHIN}:
            return queryset
        last = program_today(request) + timedelta(days=int(self.value()))
        return queryset.filter(Q(review_on__lte=last) | Q(grace_on__lte=last))


class WhatFilter(FieldFilter):
    """Whether a review or the end of a grace period is next."""

    title = _("what is due")
    parameter_name = "what"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("review", _("review")), ("grace", _("end of grace period"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Standing]:
        match self.value():
            case "review":
                return queryset.filter(due_on=F("review_on"))
            case "grace":
                return queryset.filter(due_on=F("grace_on"))
        return queryset


class NamedAdmin(PartnerRowsAdmin):
    """An admin page whose rows contain codes of tracks and levels."""

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.names = names_today(request)

    def get_list_display(self, request: Request) -> list[str]:
        """Hide the track column in a program with only one track."""
        several = len(names_today(request).tracks) > 1
        return [column for column in super().get_list_display(request) if several or column != "track_name"]

    @display(description=_("track"), ordering="track")
    def track_name(self, row: Any) -> str:
        return row.names.track(row.track)

    @display(description=_("level"), ordering="level")
    def level_words(self, row: Any) -> str:
        return row.names.level(row.track, row.level)


@admin.register(Standing)
class StandingAdmin(NamedAdmin):
    """Current levels; filtered by due date, the list of upcoming reviews, soonest first."""

    list_display = ("partner", "track_name", "level_words", "since", "due_on", "what", "as_it_stands", "explanation")
    list_filter = (DueFilter, WhatFilter, TrackFilter, LevelFilter)
    fields = (
        "partner",
        "track_name",
        "level_words",
        "since",
        "confirmed_on",
        "review_on",
        "grace_on",
        "as_it_stands",
        "assessed_on",
        "explanation",
    )
    readonly_fields = ("track_name", "level_words", "as_it_stands", "explanation")

    def get_queryset(self, request: Request) -> QuerySet[Standing]:
        return super().get_queryset(request).annotate(due_on=Least("review_on", "grace_on"))

    def get_ordering(self, request: Request) -> tuple[Any, ...]:
        return (F("due_on").asc(nulls_last=True), "partner__name")

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        """Only reviews due get a forecast, because it costs extra queries."""
        super().complete(request, rows)
        match = request.resolver_match
        single = match is not None and "object_id" in match.kwargs
        wanted = rows if single or request.GET.get("due") else []
        coming = {}
        if wanted and rules_today(request):
            coming = forecasts(wanted, revisions=revisions(request.program.pk), known_until=program_today(request))
        for row in rows:
            row.coming = coming.get(row.pk)

    @display(description=_("decision due"), ordering="due_on")
    def due_on(self, row: Any) -> Any:
        return row.due_on

    @display(description=_("what"))
    def what(self, row: Any) -> SafeString | str:
        if row.due_on is None:
            return ""
        return badge(_("grace period"), "warning") if row.due_on == row.grace_on else badge(_("review"), "info")

    @display(description=_("as it stands"))
    def as_it_stands(self, row: Any) -> SafeString | str:
        return outcome(row.names, row.coming) if row.coming else ""

    @display(description=_("why"))
    def explanation(self, row: Any) -> SafeString:
        link = reverse("admin:partners_partner_explanation", args=[row.partner_id])
        return format_html('<a class="underline" href="{}">{}</a>', link, _("explanation"))


@admin.register(StatusChange)
class StatusChangeAdmin(NamedAdmin):
    """Every level decision with its full verdict. Append-only."""

    list_display = ("on", "partner", "track_name", "before", "after", "cause_words", "state")
    list_filter = (("cause", ChoicesDropdownFilter), TrackFilter, ("on", RangeDateFilter))
    fields = (
        "partner",
        "track_name",
        "on",
        "before",
        "after",
        "cause_words",
        "state",
        "revision_words",
        "decision",
        "decided_at",
    )
    readonly_fields = ("track_name", "before", "after", "cause_words", "state", "revision_words")
    change_form_outer_after_template = "statuses/admin/verdict.html"

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: StatusChange | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            currency = obj.partner.currency
            context["verdict"] = verdict_of(obj, actor=request.actor, currency=currency)
            context |= {"names": names_today(request), "currency": currency}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @display(description=_("from"), ordering="from_level")
    def before(self, row: Any) -> str:
        return row.names.level(row.track, row.from_level)

    @display(description=_("to"), ordering="to_level")
    def after(self, row: Any) -> str:
        return row.names.level(row.track, row.to_level)

    @display(description=_("cause"), ordering="cause")
    def cause_words(self, row: Any) -> str:
        return row.get_cause_display()

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        if row.superseded_at:
            return badge(_("undone by a later fact"), "warning")
        return badge(_("stands"), "success")

    @display(description=_("rules"))
    def revision_words(self, row: Any) -> SafeString:
        link = reverse("admin:programs_revision_change", args=[row.revision_id])
        return format_html('<a class="underline" href="{}">{}</a>', link, _("Revision %s") % row.revision.number)


@admin.register(Decision)
class DecisionAdmin(NamedAdmin):
    """Managers' decisions with their reasons. Append-only."""

    list_display = ("on", "partner", "kind_words", "level_words", "reason", "decided_by")
    list_filter = (("kind", ChoicesDropdownFilter), ("on", RangeDateFilter))
    list_select_related = ("partner", "decided_by")
    fields = ("partner", "track_name", "on", "kind_words", "level_words", "reason", "decided_by", "recorded_at")
    readonly_fields = ("track_name", "kind_words", "level_words")

    @display(description=_("kind"), ordering="kind")
    def kind_words(self, row: Any) -> str:
        return row.get_kind_display()


@admin.register(Certificate)
class CertificateAdmin(NamedAdmin):
    """Issued certificates."""

    list_display = ("serial", "holder", "level_name", "issued_on", "valid_until", "state")
    list_filter = (("issued_on", RangeDateFilter), ("valid_until", RangeDateFilter))
    exact = ("serial",)
    search_help_text = _("Partner's name or code, or a serial")
    fields = (
        "partner",
        "serial",
        "holder",
        "track_name",
        "level_name",
        "issued_on",
        "valid_until",
        "replaced_on",
        "state",
        "check_page",
    )
    readonly_fields = ("track_name", "state", "check_page")

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        super().complete(request, rows)
        for row in rows:
            row.today = program_today(request)

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        if row.replaced_on:
            return badge(_("replaced"))
        return badge(_("expired"), "warning") if row.valid_until < row.today else badge(_("valid"), "success")

    @display(description=_("what the public sees"))
    def check_page(self, row: Any) -> SafeString:
        link = reverse("statuses:certificate", args=[row.serial])
        return format_html('<a class="underline" href="{}">{}</a>', link, _("check page"))
