"""The API token scopes of this app."""

from django.utils.translation import gettext_lazy as _

from partners.tokens.scopes import add_partner_scope, add_vendor_scope

add_partner_scope("clients:read", _("see clients and licenses without contact details"), permission="clients.view")
add_partner_scope("referral:write", _("create referral links"), permission="referral.manage")
add_vendor_scope("clients:read", _("see clients and licenses without contact details"), permission="clients.view")
add_vendor_scope("clients:write", _("report sign-ups and seats"), permission="licences.open")
