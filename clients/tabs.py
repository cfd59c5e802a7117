"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from notices.openings import add_opening
from web.tabs import add_tab

add_tab(
    "clients:clients",
    _("Clients"),
    group="sales",
    permission="clients.view",
    place=55,
    section=lambda rules: rules.clients or rules.store,
)

# The buttons of emails that lead to these pages.
add_opening("clients:register", _("Register the license"))
add_opening("clients:keys", _("See your activation keys"))
add_opening("clients:client", _("See the client"))
add_opening("clients:clients", _("See your clients"))
