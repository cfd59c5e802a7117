"""Bonuses in the admin: credits with award and revocation, applications to decide, and the ledger."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.enums import ActionVariant

from common.actor import Actor
from common.numbers import money
from partners.admin_rows import PartnerRowsAdmin
from partners.models import Partner
from programs.definition import Definition
from programs.request_rules import rules_today
from store.bonuses.operations.giving import approve_bonus, award_bonus, decline_bonus, revoke_bonus
from store.models import BonusApplication, BonusCredit, BonusEntry
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import Decision
from web.admin.filters import FieldFilter
from web.admin.forms import AdminForm
from web.fields import Line, Lines
from web.forms import offer
from web.requests import Request

PERMISSION = "bonuses.decide"
MEASURES = {
    "deactivate_products": _("Deactivate what it paid for"),
    "open_case": _("Open a case"),
}
State = BonusApplication.State
TONES = {State.SUBMITTED: "info", State.APPROVED: "success", State.DECLINED: "danger"}


class AwardBonus(AdminForm):
    """A bonus that managers give."""

    partner = forms.ModelChoiceField(queryset=Partner.objects.none(), label=_("Partner"))
    kind = forms.ChoiceField(label=_("Bonus"))
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        help_text=_("In the partner's account currency."),
    )
    reason = Line(label=_("Reason"), max_length=400, help_text=_("The partner can read it."))

    def __init__(self, *args: Any, actor: Actor, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["partner"]
        offered.queryset = Partner.objects.visible_to(actor)
        kinds = definition.bonuses.kinds if definition.bonuses else []
        offer(self, "kind", [(kind.code, kind.name) for kind in kinds if kind.given == "by_manager"])


class RevokeBonus(AdminForm):
    """A bonus that was misused."""

    reason = Lines(label=_("Reason"), max_length=400, help_text=_("The partner can read it."))
    measures = forms.MultipleChoiceField(label=_("Also"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        abuse = definition.bonuses.abuse if definition.bonuses else None
        known = abuse.measures if abuse else []
        offer(self, "measures", [(code, words) for code, words in MEASURES.items() if code in known])


class DeclineBonus(AdminForm):
    """An application that isn't approved."""

    reason = Lines(label=_("Reason"), max_length=400, help_text=_("The partner can read it."))


class BonusKindFilter(FieldFilter):
    """Rows of one kind of bonus."""

    title = _("bonus")
    parameter_name = "kind"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(_names(request).items())


class UsableFilter(FieldFilter):
    """Bonuses that can be used today, and others."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: Request, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("usable", _("Active")), ("used", _("Used up")), ("expired", _("Expired")), ("revoked", _("Revoked"))]

    def queryset(self, request: Request, queryset: Any) -> QuerySet[BonusCredit]:
        on = program_today(request)
        match self.value():
            case "usable":
                return queryset.filter(available__gt=0, expires_on__gt=on, revoked_on=None)
            case "used":
                return queryset.filter(available=0, expires_on__gt=on, revoked_on=None)
            case "expired":
                return queryset.filter(expires_on__lte=on, revoked_on=None)
            case "revoked":
                return queryset.exclude(revoked_on=None)
        return queryset


class _BonusRows(PartnerRowsAdmin):
    """A list of bonuses, with their names from the rules."""

    def complete(self, request: Request, rows: Sequence[Any]) -> None:
        for row in rows:
            row.names, row.today = _names(request), program_today(request)

    @display(description=_("bonus"), ordering="kind")
    def kind_name(self, row: Any) -> str:
        return str(row.names.get(row.kind, row.kind))


@admin.register(BonusCredit)
class BonusCreditAdmin(_BonusRows):
    """Bonuses given to partners, newest first."""

    row_name = "credit"
    list_display = ("credited_on", "partner", "kind_name", "amount_words", "left", "last_day", "state")
    list_display_links = ("credited_on", "kind_name")
    list_filter = (BonusKindFilter, UsableFilter, ("credited_on", RangeDateFilter))
    list_select_related = ("partner", "credited_by")
    ordering = ("-id",)
    fields = (
        "partner",
        "kind_name",
        "amount_words",
        "left",
        "state",
        "credited_on",
        "last_day",
        "reason",
        "credited_by",
        "revoked_on",
    )
    readonly_fields = ("kind_name", "amount_words", "left", "last_day", "state")
    actions_list = ("award",)
    actions_detail = ("revoke",)

    award = Decision(
        label=_("Award a bonus"),
        icon="redeem",
        permission=PERMISSION,
        form=AwardBonus,
        operation=award_bonus,
        title=_("Award a bonus"),
        button=_("Award bonus"),
        intro=_("A partner can get each award once a year. It is valid until 31 December; the partner is notified."),
        told=_("%(partner)s can use the bonus now."),
    )
    revoke = Decision(
        label=_("Revoke"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=RevokeBonus,
        operation=revoke_bonus,
        title=_("Revoke the bonus of %(partner)s"),
        danger=True,
        intro=_("What is left can no longer be used. The partner is notified."),
        told=_("Revoked. The partner was notified."),
    )

    def offered(self, request: Request, row: Any) -> set[str]:
        return set() if row.revoked_on else {"revoke"}

    def words_about(self, row: Any) -> dict[str, Any]:
        return {"partner": row.partner}

    @display(description=_("amount"), ordering="amount")
    def amount_words(self, row: Any) -> str:
        return money(row.amount, row.currency)

    @display(description=_("left"), ordering="available")
    def left(self, row: Any) -> str:
        return money(row.available, row.currency)

    @display(description=_("valid until"), ordering="expires_on")
    def last_day(self, row: Any) -> str:
        return date_format(row.last_day)

    @display(description=_("state"))
    def state(self, row: Any) -> SafeString:
        return badge(*_state(row, row.today))


@admin.register(BonusApplication)
class BonusApplicationAdmin(_BonusRows):
    """Applications for bonuses: the queue, and those decided."""

    row_name = "application"
    list_display = ("applied_at", "partner", "kind_name", "state_words", "applied_by", "decided_by")
    list_display_links = ("applied_at", "kind_name")
    list_filter = (("state", admin.ChoicesFieldListFilter), BonusKindFilter)
    list_select_related = ("partner", "applied_by", "decided_by")
    ordering = ("-id",)
    fields = ("partner", "kind_name", "state_words", "applied_by", "applied_at", "decided_by", "decided_at", "reason")
    readonly_fields = ("kind_name", "state_words")
    actions_detail = ("approve", "decline")

    approve = Decision(
        label=_("Approve"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        operation=approve_bonus,
        bulk=AdminForm,
        title=_("Approve the bonus of %(partner)s"),
        intro=_("The bonus is credited at once, and the partner is notified. Its validity runs from acceptance."),
        told=_("Approved. The bonus is credited."),
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=DeclineBonus,
        operation=decline_bonus,
        bulk=DeclineBonus,
        title=_("Decline the bonus of %(partner)s"),
        danger=True,
        told=_("Declined. The partner was told why."),
    )

    def offered(self, request: Request, row: Any) -> set[str]:
        return {"approve", "decline"} if row.state == State.SUBMITTED else set()

    def words_about(self, row: Any) -> dict[str, Any]:
        return {"partner": row.partner}

    @display(description=_("status"), ordering="state")
    def state_words(self, row: Any) -> SafeString:
        return badge(row.get_state_display(), TONES.get(State(row.state), ""))


@admin.register(BonusEntry)
class BonusEntryAdmin(PartnerRowsAdmin):
    """The ledger: every movement with its credit and order. It is append-only."""

    list_display = ("on", "partner", "kind", "amount_words", "order", "reason")
    list_filter = (("kind", admin.ChoicesFieldListFilter), ("on", RangeDateFilter))
    list_select_related = ("partner", "credit", "use", "posted_by")
    exact = ("use__order",)
    search_help_text = _("Partner's name or code, or an order's reference")
    ordering = ("-id",)
    fields = ("partner", "kind", "amount_words", "order", "on", "reason", "posted_by", "posted_at")
    readonly_fields = ("amount_words", "order")

    @display(description=_("amount"), ordering="amount")
    def amount_words(self, row: Any) -> str:
        return f"{'+' if row.amount > 0 else ''}{money(row.amount, row.credit.currency)}"

    @display(description=_("order"))
    def order(self, row: Any) -> str:
        return row.use.order if row.use else ""


def _names(request: Request) -> dict[str, str]:
    rules = rules_today(request)
    return {kind.code: kind.name for kind in rules.bonuses.kinds} if rules and rules.bonuses else {}


def _state(credit: BonusCredit, on: date) -> tuple[Any, str]:
    if credit.revoked_on:
        return _("Revoked"), "danger"
    if credit.expires_on <= on:
        return _("Expired"), ""
    return (_("Active"), "success") if credit.available else (_("Used up"), "")
