"""The API token scopes of the store."""

from django.utils.translation import gettext_lazy as _

from partners.tokens.scopes import add_partner_scope

add_partner_scope("invoices:read", _("read invoices"), permission="invoices.view")
add_partner_scope("bonuses:read", _("read bonuses and their movements"), permission="bonuses.view")
add_partner_scope("bonuses:write", _("apply for bonuses"), permission="bonuses.apply")
add_partner_scope("store:read", _("read products with your prices, and orders"), permission="orders.view")
add_partner_scope("store:write", _("fill the cart, order and make quotes"), permission="orders.place")
