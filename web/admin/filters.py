"""Filters of the admin's lists."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.utils import parse_date_str

from web.requests import Request


class MomentFilter(RangeDateFilter):
    """Filters rows by a range of days, inclusive, in the program's time zone.

    The theme's own filter compares with midnight and so leaves out the last day.
    """

    def queryset(self, request: Request, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Return None, which filters nothing, for an invalid day."""
        bounds = {}
        try:
            for end, later, lookup in (("from", 0, "gte"), ("to", 1, "lt")):
                typed = self.used_parameters.get(f"{self.parameter_name}_{end}")
                if isinstance(typed, str) and typed:
                    day = parse_date_str(typed)
                    if day is None:
                        return None
                    moment = datetime.combine(day + timedelta(days=later), time(), timezone.get_current_timezone())
                    bounds[f"{self.parameter_name}__{lookup}"] = moment.astimezone(UTC)
        except (OverflowError, ValueError):
            return None
        return queryset.filter(**bounds)


class FieldFilter(DropdownFilter):
    """Filters rows by one value of one field. A subclass gives `title`, `parameter_name` and the choices."""

    field = ""

    def queryset(self, request: Request, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(**{self.field or self.parameter_name: value}) if value else queryset


class StateFilter(FieldFilter):
    """Rows in one state, of those that the model's field names."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(model_admin.model._meta.get_field("state").choices or ())
