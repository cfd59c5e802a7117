"""The API token scopes of this app."""

from django.utils.translation import gettext_lazy as _

from partners.tokens.scopes import add_partner_scope, add_vendor_scope

add_partner_scope("nfr:read", _("see NFR licenses"), permission="nfr.view")
add_partner_scope("nfr:write", _("claim and extend NFR licenses"), permission="nfr.claim")
add_vendor_scope("nfr:read", _("see NFR licenses"), permission="nfr.view")
