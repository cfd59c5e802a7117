"""The API token scopes of this app."""

from django.utils.translation import gettext_lazy as _

from partners.tokens.scopes import add_partner_scope, add_vendor_scope

add_partner_scope("requests:read", _("read the board, offers and the requests you hold"), permission="leads.view")
add_partner_scope("requests:write", _("reserve requests, answer offers and work on requests"), permission="leads.work")
add_vendor_scope("requests:read", _("read requests, with contact details"), permission="leads.decide")
add_vendor_scope("requests:write", _("send requests and decide on them"), permission="leads.decide")
add_partner_scope("deals:read", _("read deals"), permission="deals.view")
add_partner_scope("deals:write", _("register deals and take their steps"), permission="deals.work")
add_vendor_scope("deals:read", _("read deals and what conflicts with them"), permission="deals.decide")
add_vendor_scope("deals:write", _("decide on deals and their prices"), permission="deals.decide")
