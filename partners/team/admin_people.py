"""Users in the admin: who may sign in to this program, and for whom. Read-only; passwords are never shown."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.models import User
from accounts.queries import with_second_factor
from partners.models import Member
from programs.models import Staff
from web.admin.badges import badge
from web.admin.bound import BoundAdmin
from web.admin.filters import FieldFilter
from web.requests import Request


class SideFilter(FieldFilter):
    """Filter by vendor staff and partner users."""

    title = _("who")
    parameter_name = "who"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("staff", _("staff")), ("partner", _("partners"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[User]:
        match self.value():
            case "staff":
                return queryset.filter(pk__in=_staff(request).values("user"))
            case "partner":
                return queryset.filter(pk__in=_members(request).values("user"))
        return queryset


@admin.register(User)
class UserAdmin(BoundAdmin):
    """Everyone who belongs to this program."""

    list_display = ("email", "name", "places", "second_step", "state", "last_login")
    list_filter = (SideFilter,)
    search_fields = ("email", "name")
    search_help_text = _("Name or email address")
    ordering = ("email",)
    fields = ("email", "name", "places", "second_step", "state", "date_joined", "last_login")
    readonly_fields = ("places", "second_step", "state")

    def get_queryset(self, request: Request) -> QuerySet[User]:
        if not request.actor.is_vendor:
            return User.objects.none()
        return User.objects.annotate(secured=with_second_factor()).filter(
            Q(pk__in=_staff(request).values("user")) | Q(pk__in=_members(request).values("user"))
        )

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        """The partners or vendor that each person acts for, in two queries."""
        ids = [row.pk for row in rows]
        found: dict[int, list[str]] = {pk: [] for pk in ids}
        for staff in _staff(request).filter(user__in=ids):
            found[staff.user_id].append(staff.get_role_display())
        for member in _members(request).filter(user__in=ids).select_related("partner"):
            found[member.user_id].append(f"{member.partner.name} ({member.get_role_display()})")
        for row in rows:
            row.found_places = found[row.pk]

    @display(description=_("acts for"))
    def places(self, row: Any) -> SafeString:
        return format_html_join("", "<div>{}</div>", ((place,) for place in row.found_places))

    @display(description=_("second step"), ordering="secured")
    def second_step(self, row: Any) -> SafeString:
        return badge(_("set up"), "success") if row.secured else badge(_("none"), "warning")

    @display(description=_("state"), ordering="is_active")
    def state(self, row: User) -> SafeString:
        return badge(_("active"), "success") if row.is_active else badge(_("blocked"), "danger")


def _staff(request: Request) -> QuerySet[Staff]:
    return Staff.objects.filter(program_id=request.program.pk)


def _members(request: Request) -> QuerySet[Member]:
    return Member.objects.filter(program_id=request.program.pk)
