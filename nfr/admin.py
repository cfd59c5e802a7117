"""NFR licenses in the admin: the queue of claims, decisions, and revoking a license."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from nfr.models import NfrGrant, NfrKeyLook
from nfr.operations.deciding import approve_nfr, decline_nfr, extend_nfr, revoke_nfr
from partners.admin_rows import PartnerRowsAdmin
from programs.request_rules import rules_today
from web.admin.badges import badge
from web.admin.decisions import Decision
from web.admin.filters import FieldFilter
from web.admin.forms import AdminForm
from web.fields import Line
from web.requests import Request

State = NfrGrant.State
TONES = {State.WAITING: "warning", State.ACTIVE: "success", State.DECLINED: "danger"}


class StateFilter(FieldFilter):
    """Licenses in one state."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(State.choices)


class FormFilter(FieldFilter):
    """Cloud subscriptions, or activation keys."""

    title = _("form")
    parameter_name = "form"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(NfrGrant.Form.choices)


class Reason(AdminForm):
    """A reason, which the partner reads."""

    reason = Line(label=_("Reason"), max_length=400, help_text=_("The partner can read it."))


@admin.register(NfrGrant)
class NfrGrantAdmin(PartnerRowsAdmin):
    """Every NFR license, the latest first."""

    list_display = ("claimed_at", "partner", "kind_name", "account", "key_ending", "ends_on", "state_badge")
    list_display_links = ("kind_name",)
    list_filter = (StateFilter, FormFilter)
    list_select_related = ("partner", "claimed_by", "accepted_by", "decided_by", "activity")
    exact = ("account", "key_ending")
    search_help_text = _("Partner's name or code, an account, or the last characters of a key")
    row_name = "grant"
    fields = (
        "partner",
        "kind_name",
        "state_badge",
        "slot",
        "allowance",
        "given",
        "account",
        "key_ending",
        "purposes_words",
        "accepted_at",
        "accepted_by",
        "claimed_at",
        "claimed_by",
        "starts_on",
        "months",
        "ends_on",
        "ended_on",
        "cause",
        "reason",
        "decided_by",
        "activity",
    )
    readonly_fields = ("kind_name", "purposes_words", "state_badge")
    actions_detail = ("approve", "decline", "extend", "revoke")

    approve = Decision(
        label=_("Approve"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        theirs=("approve",),
        operation=approve_nfr,
        bulk=AdminForm,
        title=_("Approve this NFR claim"),
        told=_("Approved. The license is active and the partner is notified."),
        intro=_("The license begins today and the partner is notified."),
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        danger=True,
        theirs=("approve",),
        form=Reason,
        operation=decline_nfr,
        bulk=Reason,
        title=_("Decline this NFR claim"),
        told=_("Declined. We told the partner why."),
    )
    extend = Decision(
        label=_("Extend"),
        icon="update",
        theirs=("revoke",),
        operation=extend_nfr,
        title=_("Extend this NFR license"),
        told=_("Extended. The partner is notified."),
        intro=_("Adds one more term. The partner's level must allow it."),
    )
    revoke = Decision(
        label=_("Revoke"),
        icon="undo",
        variant=ActionVariant.DANGER,
        danger=True,
        theirs=("revoke",),
        form=Reason,
        operation=revoke_nfr,
        title=_("Revoke this NFR license"),
        told=_("Revoked. The license is rolled back, and we told the partner why."),
        intro=_("For a breach of the allowed uses. The license ends at once and its slot stays used."),
    )

    def has_approve_permission(self, request: Request, object_id: str | None = None) -> bool:
        """Only while the claim waits."""
        return self._is(request, object_id, State.WAITING)

    def has_revoke_permission(self, request: Request, object_id: str | None = None) -> bool:
        """Only while the license is active."""
        return self._is(request, object_id, State.ACTIVE)

    def _is(self, request: Request, object_id: str | None, state: str) -> bool:
        if not may(request.actor, "nfr.decide") or not str(object_id).isdecimal():
            return False
        rows: QuerySet[NfrGrant] = self.get_queryset(request)
        return rows.filter(pk=int(str(object_id)), state=state).exists()

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        rules = rules_today(request)
        names = {grant.code: grant.name for grant in rules.nfr.grants} if rules and rules.nfr else {}
        for row in rows:
            row.shown_name = names.get(row.kind, row.kind)

    @display(description=_("license"))
    def kind_name(self, row: NfrGrant) -> str:
        return getattr(row, "shown_name", row.kind)

    @display(description=_("accepted uses"))
    def purposes_words(self, row: NfrGrant) -> str:
        return "; ".join(map(str, row.purposes))

    @display(description=_("state"), ordering="state")
    def state_badge(self, row: NfrGrant) -> SafeString:
        return badge(row.get_state_display(), TONES.get(State(row.state), ""))


@admin.register(NfrKeyLook)
class NfrKeyLookAdmin(PartnerRowsAdmin):
    """Who looked at which NFR key, the latest first."""

    list_display = ("at", "partner", "grant", "by")
    list_select_related = ("partner", "grant", "by")
    fields = ("at", "partner", "grant", "by")
