"""The API token scopes of this app."""

from django.utils.translation import gettext_lazy as _

from partners.tokens.scopes import add_partner_scope, add_vendor_scope

add_partner_scope("activities:read", _("see activities"), permission="records.view")
add_partner_scope("claims:read", _("see claims"), permission="claims.view")
add_partner_scope("claims:write", _("submit and withdraw claims"), permission="claims.submit")
add_vendor_scope("activities:read", _("see activities"), permission="partners.view")
add_vendor_scope("activities:write", _("record and reverse activities"), permission="activities.record")
