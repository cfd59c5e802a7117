"""Filters of the list of partners: country, website and partnership."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.countries import country_choices
from partners.models import Partner
from partners.websites.queries import websites_in_question
from programs.request_rules import rules_today
from web.admin.bound import program_today
from web.admin.filters import FieldFilter
from web.requests import Request


class CountryFilter(FieldFilter):
    """Partners of one country; only countries with partners are offered."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        codes = Partner.objects.visible_to(request.actor).order_by().values_list("country", flat=True).distinct()
        return country_choices(codes)


class WebsiteFilter(FieldFilter):
    """Partners whose website failed its checks: during the grace period, or removed from the directory (B24-1.4c)."""

    title = _("website")
    parameter_name = "site"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        rules = rules_today(request)
        if not (rules and rules.directory and rules.directory.website_check):
            return []
        return [("grace", _("at risk")), ("gone", _("hidden because of its website"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Partner]:
        value, missed = self.value(), {"website_absent_on__isnull": False, "ended_on": None}
        if value not in ("grace", "gone"):
            return queryset
        grace = websites_in_question(request.actor, program_today(request), rules_today(request)).values("pk")
        return queryset.filter(pk__in=grace) if value == "grace" else queryset.filter(**missed).exclude(pk__in=grace)


class PartnershipFilter(FieldFilter):
    """Current or former partners."""

    title = _("partnership")
    parameter_name = "partnership"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("lasts", _("active")), ("ended", _("ended"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Partner]:
        wanted = {"lasts": Q(ended_on=None), "ended": ~Q(ended_on=None)}
        return queryset.filter(wanted.get(self.value() or "", Q()))
