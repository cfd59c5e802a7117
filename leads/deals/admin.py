"""The manager's pages of deals and of their prices."""

from collections.abc import Container
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from common.numbers import money, short_money
from leads.deals import admin_forms as forms
from leads.deals.conflicts import conflicts
from leads.deals.contacts import unseal
from leads.deals.models import Deal, DealPrice
from leads.deals.operations import deciding, pricing
from leads.deals.operations.daily import erase_deal
from leads.deals.operations.registering import add_deal_message
from leads.deals.queries import prices_of, steps_of
from leads.deals.rules import can
from partners.admin_rows import PartnerRowsAdmin
from programs.answers import readable
from programs.request_rules import rulebook_of_request
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import Decision
from web.requests import Request

PERMISSION = "deals.decide"
State = Deal.State
TONES = {
    State.SUBMITTED: "info",
    State.ASKED: "warning",
    State.APPROVED: "success",
    State.WON: "success",
    State.DECLINED: "danger",
    State.REVOKED: "danger",
}


@admin.register(Deal)
class DealAdmin(PartnerRowsAdmin):
    """Every deal, the latest first."""

    list_display = ("company", "partner", "amount", "state_words", "due_on", "protected_until", "registered_at")
    list_filter = ("state", "country")
    search_fields = ("company",)
    ordering = ("-id",)
    change_form_outer_before_template = "leads/deals/admin/deal.html"
    actions_detail = ("approve", "ask_more", "decline", "message", "specialists", "prolong", "revoke", "erase")

    approve = Decision(
        label=_("Approve"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        form=forms.Approve,
        operation=deciding.approve_deal,
        bulk=forms.ApproveMany,
        title=_("Approve the deal with %(company)s"),
        intro=_("Protects the client for the partner and notifies the partner."),
        told=_("Approved."),
    )
    ask_more = Decision(
        label=_("Ask"),
        path="ask",
        icon="help",
        permission=PERMISSION,
        form=forms.Words,
        operation=deciding.ask_about_deal,
        title=_("Ask about the deal with %(company)s"),
        button=_("Send"),
        told=_("Sent. Now the partner has to answer."),
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=forms.Reason,
        operation=deciding.decline_deal,
        bulk=forms.Reason,
        title=_("Decline the deal with %(company)s"),
        told=_("Declined. The partner reads your reason."),
        danger=True,
    )
    message = Decision(
        label=_("Message"),
        icon="chat",
        permission=PERMISSION,
        form=forms.Words,
        operation=add_deal_message,
        title=_("Write about the deal with %(company)s"),
        button=_("Send"),
        told=_("Sent."),
    )
    specialists = Decision(
        label=_("Specialists"),
        icon="engineering",
        permission=PERMISSION,
        form=forms.AgreeSpecialists,
        operation=deciding.agree_specialists,
        title=_("How our specialists take part in the deal with %(company)s"),
        button=_("Save"),
        told=_("Saved. The partner is notified."),
    )
    prolong = Decision(
        label=_("Extend"),
        icon="update",
        permission=PERMISSION,
        form=forms.Prolong,
        operation=deciding.prolong_deal,
        title=_("Extend the protection of %(company)s"),
        told=_("Extended."),
    )
    revoke = Decision(
        label=_("Withdraw protection"),
        path="revoke",
        icon="remove_moderator",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=forms.Revoke,
        operation=deciding.revoke_deal,
        title=_("Withdraw the protection of %(company)s"),
        told=_("Withdrawn. The partner reads your reason."),
        danger=True,
    )
    erase = Decision(
        label=_("Erase data"),
        icon="delete",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        operation=erase_deal,
        title=_("Erase the personal data of the deal with %(company)s"),
        intro=_("Erases the contact, the description and all texts of the history. This can't be undone."),
        told=_("Erased."),
        danger=True,
    )

    def get_fieldsets(self, request: Request, obj: Deal | None = None) -> list[Any]:
        """None: the page shows everything itself."""
        return []

    def offered(self, request: Request, row: Deal) -> Container[str]:
        """Only the steps that are possible now."""
        if not may(request.actor, PERMISSION):
            return set()
        steps = {"approve": "approve", "ask": "ask", "decline": "decline", "message": "message"}
        steps |= {"specialists": "agree_specialists", "prolong": "prolong", "revoke": "revoke"}
        found = {path for path, step in steps.items() if can(row.state, step)}
        rules = _deals(request)
        if rules is None or rules.specialists is None:
            found.discard("specialists")
        return found if row.erased_at or row.state in Deal.OPEN else found | {"erase"}

    def words_about(self, row: Deal) -> dict[str, Any]:
        return {"company": row.company, "partner": row.partner}

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: Deal | None = None, **kwargs: Any
    ) -> HttpResponse:
        rulebook = rulebook_of_request(request)
        if obj is not None and rulebook:
            today: date = program_today(request)
            rules = rulebook.on(today).deals
            context["deal"], context["rules"], context["contact"] = obj, rules, unseal(obj.contact)
            context["answers"] = readable(rules.fields if rules else [], obj.answers)
            context["matches"] = conflicts(obj, rulebook=rulebook, today=today) if not obj.erased_at else []
            context["steps"] = steps_of(request.actor, obj)[:200]
            context["prices"] = prices_of(request.actor, obj)[:20]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @display(description=_("value"), ordering="value")
    def amount(self, row: Deal) -> str:
        return short_money(row.value, row.currency)

    @display(description=_("state"), ordering="state")
    def state_words(self, row: Deal) -> SafeString:
        return badge(row.get_state_display(), TONES.get(State(row.state), ""))


@admin.register(DealPrice)
class DealPriceAdmin(PartnerRowsAdmin):
    """Prices that partners ask for, the latest first."""

    list_display = ("deal", "partner", "name", "quantity", "asked_words", "state", "due_on", "valid_until")
    list_filter = ("state",)
    list_select_related = ("partner", "deal")
    ordering = ("-id",)
    fields = (
        "deal",
        "partner",
        "name",
        "quantity",
        "asked_words",
        "agreed",
        "state",
        "asked_at",
        "due_on",
        "decided_at",
        "valid_until",
    )
    readonly_fields = fields
    actions_detail = ("agree", "decline")
    row_name = "price"

    agree = Decision(
        label=_("Agree"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        form=forms.AgreePrice,
        operation=pricing.agree_price,
        bulk=forms.AgreeMany,
        title=_("Agree to the price for %(company)s"),
        intro=_("The partner may quote this price to the client."),
        told=_("Agreed. The partner is notified."),
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=forms.Reason,
        operation=pricing.decline_price,
        bulk=forms.Reason,
        title=_("Decline the price for %(company)s"),
        told=_("Declined. The partner reads your reason."),
        danger=True,
    )

    def offered(self, request: Request, row: DealPrice) -> Container[str]:
        waiting = row.state == DealPrice.State.ASKED and may(request.actor, PERMISSION)
        return {"agree", "decline"} if waiting else set()

    def words_about(self, row: DealPrice) -> dict[str, Any]:
        return {"company": row.deal.company}

    @display(description=_("price asked"), ordering="asked")
    def asked_words(self, row: DealPrice) -> str:
        return money(row.asked, row.currency)


def _deals(request: Request) -> Any:
    rulebook = rulebook_of_request(request)
    return rulebook.on(program_today(request)).deals if rulebook else None
