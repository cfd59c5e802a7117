"""The API token scopes of the store."""

from django.utils.translation import gettext_lazy as _

from partners.tokens.scopes import add_partner_scope

add_partner_scope("invoices:read", _("see invoices"), permission="invoices.view")
add_partner_scope("bonuses:read", _("see your bonuses and how they were used"), permission="bonuses.view")
add_partner_scope("bonuses:write", _("apply for bonuses"), permission="bonuses.apply")
add_partner_scope("store:read", _("see products, your prices and your orders"), permission="orders.view")
add_partner_scope("store:write", _("place orders and create quotes"), permission="orders.place")
