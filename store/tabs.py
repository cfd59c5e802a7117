"""Partner dashboard tabs of the store."""

from django.utils.translation import gettext_lazy as _

from notices.openings import add_opening
from web.tabs import add_tab, add_tab_group

add_tab_group("store", _("Store"), place=3, later=True)
add_tab(
    "store:catalogue",
    _("Catalog"),
    group="store",
    permission="catalogue.view",
    place=44,
    section=lambda rules: bool(rules.store),
)
add_tab(
    "store:cart",
    _("Cart"),
    group="store",
    permission="catalogue.view",
    place=45,
    section=lambda rules: bool(rules.store),
)
add_tab(
    "store:orders",
    _("Orders"),
    group="store",
    permission="orders.view",
    place=46,
    section=lambda rules: bool(rules.store),
)
add_tab(
    "store:bonuses",
    _("Bonuses"),
    group="store",
    permission="bonuses.view",
    place=58,
    section=lambda rules: rules.bonuses,
)
add_tab(
    "store:invoices",
    _("Invoices"),
    group="store",
    permission="invoices.view",
    place=57,
    section=lambda rules: rules.store,
)
add_tab(
    "store:renewals",
    _("Renewals"),
    group="store",
    permission="catalogue.view",
    place=48,
    section=lambda rules: bool(rules.store),
)
add_tab(
    "store:kyc",
    _("Client documents"),
    group="store",
    permission="kyc.view",
    place=59,
    section=lambda rules: bool(rules.store and rules.store.know_your_customer),
)
add_tab(
    "store:exemption",
    _("Tax exemption"),
    group="store",
    permission="exemptions.ask",
    place=60,
    section=lambda rules: bool(rules.store and rules.store.payment.exemptions),
)
add_tab(
    "store:quotes",
    _("Quotes"),
    group="store",
    permission="quotes.view",
    place=47,
    section=lambda rules: bool(rules.store),
)

# The buttons of emails that lead to these pages.
add_opening("store:order", _("See your order"))
add_opening("store:invoices", _("Download the invoice"))
add_opening("store:quote", _("See the quote"))
add_opening("store:quotes", _("See your agreed prices"))
add_opening("store:bonuses", _("See your bonuses"))
add_opening("store:exemption", _("See your tax exemption"))
add_opening("store:kyc_request", _("See what we need"))
add_opening("store:renew", _("Renew the license"))
add_opening("admin:store_provisioningendpoint_change", _("Check the endpoint"))
