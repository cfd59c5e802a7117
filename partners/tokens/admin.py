"""API tokens in the admin, for program administrators only."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.permissions import may
from common.clock import now
from partners.admin_rows import PartnerRowsAdmin
from partners.models import ApiToken
from partners.token_days import end_of, last_day_problem
from partners.tokens.operations import ALREADY_CREATED, create_token, revoke_token
from partners.tokens.scopes import PARTNER_SCOPES, VENDOR_SCOPES, named
from web.admin.badges import badge
from web.admin.bound import BoundAdmin
from web.admin.decisions import Asked, Decision, show, to_list
from web.admin.filters import FieldFilter
from web.admin.forms import AdminForm, Day
from web.fields import Line
from web.forms import offer
from web.requests import Request
from web.sent_forms import first_answer, keep_answer


class VendorToken(AdminForm):
    """Name, scopes and last day of a new vendor token."""

    name = Line(label=_("Name"), max_length=80)
    scopes = forms.MultipleChoiceField(label=_("Permissions"), widget=UnfoldAdminCheckboxSelectMultipleWidget)
    expires_on = Day(label=_("Valid until"), required=False, help_text=_("Leave empty for no end date."))

    def __init__(self, *args: Any, today: date, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.time_zone = today, time_zone
        offer(self, "scopes", [(code, named(code, scope)) for code, scope in VENDOR_SCOPES.items()])

    def clean_expires_on(self) -> date | None:
        """A day that is neither past nor too far ahead."""
        day = self.cleaned_data["expires_on"]
        if day is not None and (problem := last_day_problem(day, self.today)):
            raise forms.ValidationError(problem)
        return day

    def field_for(self, name: str) -> str:
        """The values for the operation, which takes a moment where the form has a day."""
        return "expires_on" if name == "expires_at" else name

    def expires_at(self, time_zone: str) -> datetime | None:
        """The end of the last day in the program's time zone."""
        day = self.cleaned_data["expires_on"]
        return day and end_of(day, time_zone)

    @property
    def values(self) -> dict[str, Any]:
        """The values, with a moment where the form has a day."""
        values = {name: self.cleaned_data[name] for name in ("name", "scopes")}
        return {**values, "expires_at": self.expires_at(self.time_zone)}


class AdministratorsAdmin(BoundAdmin):
    """A page that only program administrators may open."""

    permission = "staff.manage"

    def has_view_permission(self, request: Request, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and may(request.actor, self.permission)


class OwnerFilter(FieldFilter):
    """Filter by vendor tokens and partner tokens."""

    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("vendor", _("the vendor's")), ("partner", _("partners'"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[ApiToken]:
        wanted = {"vendor": Q(partner=None), "partner": ~Q(partner=None)}
        return queryset.filter(wanted.get(self.value() or "", Q()))


def _with_secret(asked: Asked) -> HttpResponse:
    """The page that shows the secret of a new token, and again if the same form is sent again at once."""
    _token, secret = asked.result
    keep_answer(asked.request, secret)
    return _shown(asked, secret)


def _again(asked: Asked) -> HttpResponse | None:
    """What a form that was sent before is answered; None for one that was not."""
    first = first_answer(asked.request)
    if first:
        return _shown(asked, first)
    if first is None:
        return None
    messages.warning(asked.request, str(ALREADY_CREATED))
    return HttpResponseRedirect(to_list(asked))


def _shown(asked: Asked, secret: str) -> HttpResponse:
    title = _("The token %(name)s") % {"name": asked.request.POST.get("name", "").strip()}
    template = "partners/tokens/admin/token.html"
    return show(asked.page, asked.request, template, title, secret=secret, back=to_list(asked))


@admin.register(ApiToken)
class ApiTokenAdmin(AdministratorsAdmin, PartnerRowsAdmin):
    """Every API token of the program. Secrets are never shown, because only their creators have them."""

    permission = "vendor_tokens.manage"
    list_display = ("name", "prefix", "whose", "user", "created_at", "last_used_at", "state")
    list_filter = (OwnerFilter,)
    list_select_related = ("partner", "user")
    exact = ("prefix", "user__email")
    search_help_text = _("Partner's name or code, the start of the token, or a person's email address")
    ordering = ("-id",)
    fields = ("name", "prefix", "whose", "user", "scope_words", "created_at", "expires_at", "last_used_at", "state")
    readonly_fields = ("whose", "scope_words", "state")
    row_name = "token"
    actions_list = ("make",)
    actions_detail = ("revoke",)

    make = Decision(
        label=_("Create a vendor token"),
        icon="key",
        permission="vendor_tokens.manage",
        form=VendorToken,
        operation=create_token,
        title=_("Create a vendor token"),
        button=_("Create token"),
        intro=_("It works for the vendor's API as long as you are on the staff."),
        answer=_with_secret,
        again=_again,
    )
    revoke = Decision(
        label=_("Revoke"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission="vendor_tokens.manage",
        operation=revoke_token,
        title=_("Revoke the token %(name)s"),
        button=_("Revoke for good"),
        danger=True,
        told=_("The token %(name)s is revoked."),
        then=to_list,
    )

    def get_queryset(self, request: Request) -> QuerySet[ApiToken]:
        return super().get_queryset(request).select_related("partner", "user")

    def words_about(self, row: ApiToken) -> dict[str, Any]:
        return {"name": row.name}

    @display(description=_("of"), ordering="partner__name")
    def whose(self, row: ApiToken) -> Any:
        return row.partner or _("the vendor")

    @display(description=pgettext_lazy("an API token", "may"))
    def scope_words(self, row: ApiToken) -> SafeString:
        known = VENDOR_SCOPES if row.partner_id is None else PARTNER_SCOPES
        words = ((named(code, known[code]) if code in known else code,) for code in row.scopes)
        return format_html_join(mark_safe("<br>"), "{}", words)

    @display(description=_("state"), ordering="revoked_at")
    def state(self, row: ApiToken) -> SafeString:
        if row.revoked_at:
            return badge(_("revoked"), "danger")
        if row.expires_at and row.expires_at <= now():
            return badge(_("expired"), "warning")
        return badge(_("valid"), "success")
