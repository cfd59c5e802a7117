"""Points in the admin, read-only: totals and ledger entries. Only activities create entries."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from common.numbers import number
from partners.admin_rows import PartnerRowsAdmin
from points.models import Account, Entry
from programs.request_rules import names_today, rules_today
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.filters import FieldFilter
from web.requests import Request


class AccountFilter(FieldFilter):
    """Rows of one points account."""

    title = _("account")
    parameter_name = "account"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        rules = rules_today(request)
        return [(code, account.name) for code, account in rules.points.accounts.items()] if rules else []


class TotalFilter(AccountFilter):
    field = "code"


@admin.register(Account)
class AccountAdmin(PartnerRowsAdmin):
    """Totals of active points, highest first."""

    list_display = ("partner", "account_name", "total", "statement")
    list_filter = (TotalFilter,)
    ordering = ("code", "-points", "partner_id")
    fields = ("partner", "account_name", "total", "statement")
    readonly_fields = ("account_name", "total", "statement")

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.names = names_today(request)

    @display(description=_("account"), ordering="code")
    def account_name(self, row: Any) -> str:
        return row.names.account(row.code)

    @display(description=_("active points"), ordering="points")
    def total(self, row: Any) -> str:
        return number(row.points)

    @display(description=_("statement"))
    def statement(self, row: Any) -> SafeString:
        address = f"{reverse('admin:points_entry_changelist')}?partner__id__exact={row.partner_id}&account={row.code}"
        return format_html('<a href="{}">{}</a>', address, _("entries"))


class ActiveFilter(FieldFilter):
    """Active or expired entries."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("active", _("counts")), ("past", _("expired"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[Entry]:
        past = {"expires_on__lte": program_today(request)}
        match self.value():
            case "active":
                return queryset.exclude(**past)
            case "past":
                return queryset.filter(**past)
        return queryset


@admin.register(Entry)
class EntryAdmin(PartnerRowsAdmin):
    """The ledger: every posting with its rule and activity. It is append-only."""

    list_display = (
        "earned_on",
        "partner",
        "points_words",
        "account_name",
        "expires_on",
        "rule_words",
        "clause",
        "cause",
        "state",
    )
    list_filter = (AccountFilter, ActiveFilter, ("earned_on", RangeDateFilter), ("expires_on", RangeDateFilter))
    ordering = ("-id",)  # newest postings first: the ledger has no index on days across partners
    paginator = InfinitePaginator
    fields = (
        "partner",
        "points_words",
        "account_name",
        "earned_on",
        "expires_on",
        "state",
        "rule_words",
        "clause",
        "activity",
        "reverses",
        "reason",
        "posted_at",
    )
    readonly_fields = ("points_words", "account_name", "rule_words", "state")

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.names, row.today = names_today(request), program_today(request)

    @display(description=_("points"), ordering="points")
    def points_words(self, row: Any) -> str:
        sign = "+" if row.points > 0 else ""
        return f"{sign}{number(row.points)}"

    @display(description=_("account"), ordering="account")
    def account_name(self, row: Any) -> str:
        return row.names.account(row.account)

    @display(description=_("rule"), ordering="rule")
    def rule_words(self, row: Any) -> str:
        return row.names.rule(row.rule)

    @display(description=_("from"))
    def cause(self, row: Any) -> SafeString | str:
        if row.activity_id is None:
            return row.reason
        link = reverse("admin:activities_activity_change", args=[row.activity_id])
        return format_html('<a href="{}">{}</a>', link, _("activity"))

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        return badge(*_state(row.expires_on, row.today))


def _state(expires_on: date | None, today: date) -> tuple[Any, str]:
    return (_("expired"), "") if expires_on and expires_on <= today else (_("counts"), "success")
