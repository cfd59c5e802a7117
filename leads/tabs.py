"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from leads.board.queries import waiting_offers
from leads.deals.queries import action_needed
from notices.openings import add_opening
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

# The buttons of emails that lead to these pages.
add_opening("leads:follow", _("See your request"))
add_opening("leads:offer", _("Answer the request"))
add_opening("leads:work", _("See your requests"))
add_opening("leads:reservation", _("See the request"))
add_opening("leads:locations", _("See your locations"))
add_opening("leads:rotation", _("See the rotation"))
add_opening("leads:deal", _("See the deal"))
add_opening("admin:leads_leadrequest_change", _("Assign or close it"))
add_opening("admin:leads_reservation_change", _("See the request"))
add_opening("admin:leads_deal_change", _("Review the deal"))
add_opening("admin:leads_dealprice_change", _("Review the price"))
