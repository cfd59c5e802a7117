"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from programs.request_rules import when_rules
from web.admin.menu import add_entry, add_group, below

CLIENTS, LICENCES, LOOKS = (
    "clients_client_changelist",
    "clients_clientlicence_changelist",
    "clients_clientlook_changelist",
)

SIGN_UPS, LINKS = "clients_referralsignup_changelist", "clients_referrallink_changelist"

_HAVE = when_rules(lambda rules: rules.clients or rules.store)
_REFER = when_rules(lambda rules: rules.clients and rules.clients.referral)

add_group("clients", _("Clients"), place=35)
for title, icon, page, place, shown in (
    (_("Clients"), "groups", CLIENTS, 10, _HAVE),
    (_("Client licenses"), "key", LICENCES, 20, _HAVE),
    (_("Views of client data"), "visibility", LOOKS, 30, _HAVE),
    (_("Referral sign-ups"), "how_to_reg", SIGN_UPS, 40, _REFER),
    (_("Referral links"), "link", LINKS, 50, _REFER),
):
    add_entry("clients", title, icon=icon, page=page, place=place, active=below(page), shown=shown)
