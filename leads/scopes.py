"""The API token scopes of this app."""

from django.utils.translation import gettext_lazy as _

from partners.tokens.scopes import add_partner_scope, add_vendor_scope

add_partner_scope("requests:read", _("see the board, your offers and your requests"), permission="leads.view")
add_partner_scope(
    "requests:write", _("reserve requests, answer offers and update your requests"), permission="leads.work"
)
add_vendor_scope("requests:read", _("see all requests with contact details"), permission="leads.decide")
add_vendor_scope("requests:write", _("add requests, assign and close them"), permission="leads.decide")
add_partner_scope("deals:read", _("see your deals"), permission="deals.view")
add_partner_scope("deals:write", _("register and update your deals"), permission="deals.work")
add_vendor_scope("deals:read", _("see all deals and their conflicts"), permission="deals.decide")
add_vendor_scope("deals:write", _("approve or decline deals and prices"), permission="deals.decide")
