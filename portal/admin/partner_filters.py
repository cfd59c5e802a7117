"""Filters of the list of partners: level, review and meeting."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.queries import to_schedule
from partners.models import Partner
from programs.definition import MAIN_TRACK
from programs.request_rules import rules_today
from web.admin.bound import program_today
from web.admin.filters import FieldFilter
from web.requests import Request


class MainLevelFilter(FieldFilter):
    """Partners on one level of the main track."""

    title = _("level")
    parameter_name = "level"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        rules = rules_today(request)
        levels = rules.track(MAIN_TRACK).levels if rules else []
        return [*((level.code, level.name) for level in levels), ("-", _("none"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Partner]:
        value = self.value()
        if not value:
            return queryset
        return queryset.filter(Q(level="") | Q(level=None)) if value == "-" else queryset.filter(level=value)


class ReviewFilter(FieldFilter):
    """Partners with a review coming soon."""

    title = _("days to the review")
    parameter_name = "review"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(str(days), _("%(days)s days") % {"days": days}) for days in (30, 60, 90)]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Partner]:
        if self.value() not in ("30", "60", "90"):
            return queryset
        return queryset.filter(review_on__lte=program_today(request) + timedelta(days=int(self.value())))


class MeetingFilter(FieldFilter):
    """Partners that need a meeting this quarter and have none (B24-3.1.3m)."""

    title = _("meeting this quarter")
    parameter_name = "meeting"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        rules = rules_today(request)
        return [("due", _("to schedule"))] if rules and rules.meetings else []

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Partner]:
        if self.value() != "due":
            return queryset
        due = to_schedule(request.actor, program_today(request), rules_today(request))
        return queryset.filter(pk__in=due.order_by().values("pk"))
