"""Quotes and agreed prices in the admin: what waits for a decision, and granting a price."""

from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.enums import ActionVariant

from accounts.permissions import may
from partners.admin_rows import PartnerRowsAdmin
from store.models import ClientQuote, PriceAgreement
from store.quotes.admin_forms import AgreePrice, AgreeToQuote, Decline
from store.quotes.operations import agree_price, agree_to_quote, decline_quote, end_agreement
from store.templatetags.store import money
from web.admin.badges import badge
from web.admin.bound import program_today
from web.admin.decisions import Decision
from web.admin.filters import StateFilter
from web.requests import Request

State = ClientQuote.State
PERMISSION = "agreements.decide"
TONES = {State.WAITING: "warning", State.READY: "success", State.DECLINED: "danger", State.WITHDRAWN: ""}


@admin.register(ClientQuote)
class ClientQuoteAdmin(PartnerRowsAdmin):
    """Partners' quotes for end clients; those below the minimal price wait for a decision (B24-13.5)."""

    list_display = ("number", "partner", "company", "made_on", "valid_until", "total_words", "state_words")
    list_display_links = ("number",)
    list_filter = (StateFilter,)
    exact = ("number",)
    search_help_text = _("Partner's name or code, or a quote number")
    fields = (
        "number",
        "partner",
        "company",
        "state_words",
        "total_words",
        "made_on",
        "valid_until",
        "request",
        "reason",
        "decided_at",
        "decided_by",
    )
    readonly_fields = ("state_words", "total_words")
    change_form_outer_before_template = "store/quotes/admin/quote.html"
    actions_detail = ("agree", "decline")

    agree = Decision(
        label=_("Approve prices"),
        icon="check",
        variant=ActionVariant.PRIMARY,
        permission=PERMISSION,
        form=AgreeToQuote,
        operation=agree_to_quote,
        title=_("Approve the prices of quote %(number)s"),
        told=_("Approved. The partner can send the quote."),
    )
    decline = Decision(
        label=_("Decline"),
        icon="block",
        variant=ActionVariant.DANGER,
        permission=PERMISSION,
        form=Decline,
        operation=decline_quote,
        title=_("Decline the prices of quote %(number)s"),
        danger=True,
        told=_("Declined. The partner is notified."),
    )

    @property
    def row_name(self) -> str:
        """The operations call a row ``quote``."""
        return "quote"

    def offered(self, request: Request, row: ClientQuote) -> set[str]:
        """Only a quote that waits is decided."""
        return {"agree", "decline"} if row.state == State.WAITING and may(request.actor, PERMISSION) else set()

    def words_about(self, row: ClientQuote) -> dict[str, Any]:
        return {"number": row.number}

    def render_change_form(
        self, request: Request, context: dict[str, Any], *args: Any, obj: ClientQuote | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            context |= {"quote": obj, "lines": obj.lines.order_by("place")}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @display(description=_("status"), ordering="state")
    def state_words(self, row: ClientQuote) -> SafeString:
        return badge(row.get_state_display(), TONES[State(row.state)])

    @display(description=_("total before tax"), ordering="total")
    def total_words(self, row: ClientQuote) -> str:
        return money(row.total, row.currency)


@admin.register(PriceAgreement)
class PriceAgreementAdmin(PartnerRowsAdmin):
    """End-user prices below the minimum that the vendor agreed to."""

    list_display = ("partner", "company", "product", "price_words", "starts_on", "ends_on", "quote")
    list_display_links = ("partner", "company")
    list_select_related = ("partner", "product", "quote")
    fields = (
        "partner",
        "company",
        "product",
        "price_words",
        "starts_on",
        "ends_on",
        "reason",
        "reference",
        "quote",
        "agreed_at",
        "agreed_by",
    )
    readonly_fields = ("price_words",)
    actions_list = ("grant",)
    actions_detail = ("end",)

    grant = Decision(
        label=_("Agree to a price"),
        icon="add",
        permission=PERMISSION,
        form=AgreePrice,
        operation=agree_price,
        title=_("Agree to a lower price for a client"),
        told=_("Agreed. The partner is notified and can quote this price or a higher one."),
    )
    end = Decision(
        label=_("End agreed price"),
        icon="block",
        permission=PERMISSION,
        operation=end_agreement,
        title=_("End the agreed price for %(company)s"),
        danger=True,
        told=_("Ended. New quotes need the usual minimum again."),
    )

    @property
    def row_name(self) -> str:
        """The operations call a row ``agreement``."""
        return "agreement"

    def offered(self, request: Request, row: PriceAgreement) -> set[str]:
        """A price that still holds can be ended."""
        return {"end"} if row.ends_on >= program_today(request) and may(request.actor, PERMISSION) else set()

    def words_about(self, row: PriceAgreement) -> dict[str, Any]:
        return {"company": row.company}

    @display(description=_("lowest price of one"), ordering="price")
    def price_words(self, row: PriceAgreement) -> str:
        return money(row.price, row.currency)
