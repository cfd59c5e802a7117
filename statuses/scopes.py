"""The API token scopes of this app."""

from django.utils.translation import gettext_lazy as _

from partners.tokens.scopes import add_partner_scope, add_vendor_scope

add_partner_scope("standing:read", _("see your level and progress, with the reasons"), permission="dashboard.view")
add_partner_scope("certificate:read", _("download the certificate"), permission="certificate.download")
add_vendor_scope("standings:read", _("see the levels and progress of partners"), permission="partners.view")
