"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry, add_group, below

CLIENTS, LICENCES, LOOKS = (
    "clients_client_changelist",
    "clients_clientlicence_changelist",
    "clients_clientlook_changelist",
)

SIGN_UPS, LINKS = "clients_referralsignup_changelist", "clients_referrallink_changelist"

add_group("clients", _("Clients"), place=35)
add_entry("clients", _("Clients"), icon="groups", page=CLIENTS, place=10, active=below(CLIENTS))
add_entry("clients", _("Client licenses"), icon="key", page=LICENCES, place=20, active=below(LICENCES))
add_entry("clients", _("Views of client data"), icon="visibility", page=LOOKS, place=30, active=below(LOOKS))
add_entry("clients", _("Referral sign-ups"), icon="how_to_reg", page=SIGN_UPS, place=40, active=below(SIGN_UPS))
add_entry("clients", _("Referral links"), icon="link", page=LINKS, place=50, active=below(LINKS))
