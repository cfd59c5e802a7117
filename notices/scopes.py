"""The API token scopes of this app."""

from django.utils.translation import gettext_lazy as _

from partners.tokens.scopes import add_partner_scope

add_partner_scope("notices:read", _("see notices"), permission="notices.view")
