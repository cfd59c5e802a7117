"""The API token scopes of this app."""

from django.utils.translation import gettext_lazy as _

from partners.tokens.scopes import add_partner_scope, add_vendor_scope

add_partner_scope("profile:read", _("see the company's profile"), permission="profile.view")
add_vendor_scope("applications:read", _("see applications"), permission="applications.view")
add_vendor_scope("partners:read", _("see partners"), permission="partners.view")
