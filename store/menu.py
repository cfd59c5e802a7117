"""Admin menu entries of the store."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.request_rules import when_rules
from store.models import Order
from web.admin.menu import add_entry, add_group, below
from web.admin.search import EACH, Found, add_finder
from web.requests import Request

ORDERS = "store_order_changelist"
has_store = when_rules(lambda rules: rules.store)
has_bonuses = when_rules(lambda rules: rules.bonuses)

add_group("store", _("Store"), place=64)
add_entry("store", _("Orders"), icon="shopping_cart", page=ORDERS, place=10, active=below(ORDERS), shown=has_store)
add_entry("store", _("Products"), icon="inventory_2", page="store_product_changelist", place=20, shown=has_store)
add_entry("store", _("Quotes"), icon="request_quote", page="store_clientquote_changelist", place=32, shown=has_store)
add_entry(
    "store", _("Agreed prices"), icon="handshake", page="store_priceagreement_changelist", place=34, shown=has_store
)
add_entry("store", _("Campaigns"), icon="campaign", page="store_pricecampaign_changelist", place=36, shown=has_store)
add_entry("store", _("Price lists"), icon="sell", page="store_pricelist_changelist", place=30, shown=has_store)
add_entry(
    "store", _("Excluded persons"), icon="person_off", page="store_excludedperson_changelist", place=42, shown=has_store
)
add_entry(
    "store",
    _("Client documents"),
    icon="folder_supervised",
    page="store_kycrequest_changelist",
    place=44,
    shown=when_rules(lambda rules: rules.store and rules.store.know_your_customer),
)
add_entry("store", _("Compliance"), icon="policy", page="store_compliancecheck_changelist", place=40, shown=has_store)
add_entry(
    "store", _("Tax exemptions"), icon="money_off", page="store_taxexemption_changelist", place=50, shown=has_store
)
add_entry(
    "store",
    _("Exemption requests"),
    icon="approval",
    page="store_exemptionrequest_changelist",
    place=50,
    shown=when_rules(lambda rules: rules.store and rules.store.payment.exemptions),
)
add_entry(
    "store", _("Tax IDs checked"), icon="fact_check", page="store_taxidanswer_changelist", place=51, shown=has_store
)
add_entry(
    "store", _("Bank entries"), icon="account_balance", page="store_bankentry_changelist", place=50, shown=has_store
)
add_entry(
    "store", _("Bank statements"), icon="upload_file", page="store_bankstatement_changelist", place=52, shown=has_store
)
add_entry(
    "store", _("Card payments"), icon="credit_card", page="store_cardcheckout_changelist", place=53, shown=has_store
)
add_entry(
    "store", _("Card refunds"), icon="currency_exchange", page="store_cardrefund_changelist", place=53, shown=has_store
)
add_entry("store", _("Card disputes"), icon="gavel", page="store_carddispute_changelist", place=53, shown=has_store)
add_entry(
    "store", _("Webhooks"), icon="webhook", page="store_provisioningendpoint_changelist", place=54, shown=has_store
)
add_entry(
    "store",
    _("License messages"),
    icon="outbox",
    page="store_provisioningmessage_changelist",
    place=56,
    shown=has_store,
)
add_entry("store", _("Invoices"), icon="receipt_long", page="store_invoice_changelist", place=60, shown=has_store)
add_entry("store", _("Bonuses"), icon="redeem", page="store_bonuscredit_changelist", place=70, shown=has_bonuses)
add_entry(
    "store",
    _("Bonus applications"),
    icon="approval",
    page="store_bonusapplication_changelist",
    place=72,
    shown=has_bonuses,
)
add_entry("store", _("Bonus entries"), icon="list_alt", page="store_bonusentry_changelist", place=74, shown=has_bonuses)


def _orders(request: Request, text: str) -> Iterator[Found]:
    """Orders whose number begins with the text."""
    rows = Order.objects.visible_to(request.actor).filter(number__istartswith=text).select_related("partner")
    for row in rows.order_by("-pk")[:EACH]:
        page = reverse("admin:store_order_change", args=[row.pk])
        yield Found(f"{row.number} · {row.partner}", _("Order"), page, "shopping_cart")


add_finder(_orders, place=20)
