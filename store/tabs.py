"""Partner dashboard tabs of the store."""

from django.utils.translation import gettext_lazy as _

from web.tabs import add_tab

add_tab(
    "store:catalogue",
    _("Store"),
    permission="catalogue.view",
    place=44,
    section=lambda rules: bool(rules.store),
)
add_tab("store:cart", _("Cart"), permission="catalogue.view", place=45, section=lambda rules: bool(rules.store))
add_tab("store:orders", _("Orders"), permission="orders.view", place=46, section=lambda rules: bool(rules.store))
add_tab("store:bonuses", _("Bonuses"), permission="bonuses.view", place=58, section=lambda rules: rules.bonuses)
add_tab("store:invoices", _("Invoices"), permission="invoices.view", place=57, section=lambda rules: rules.store)
