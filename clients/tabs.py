"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from web.tabs import add_tab

add_tab(
    "clients:clients",
    _("Clients"),
    group="sales",
    permission="clients.view",
    place=55,
    section=lambda rules: rules.clients or rules.store,
)
