"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from leads.board.queries import waiting_offers
from leads.deals.queries import action_needed
from web.tabs import add_tab, add_tab_group

add_tab_group("sales", _("Clients and sales"), place=2)
add_tab(
    "leads:work",
    _("Client requests"),
    group="sales",
    permission="leads.view",
    place=47,
    section=lambda rules: rules.leads,
    count=waiting_offers,
)
add_tab(
    "leads:deals",
    _("Deals"),
    group="sales",
    permission="deals.view",
    place=48,
    section=lambda rules: rules.deals,
    count=action_needed,
)
