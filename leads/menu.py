"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from programs.in_force import when_rules
from web.admin.menu import add_entry, add_group

_HAVE = when_rules(lambda rules: rules.leads)

add_group("leads", _("Leads"), place=40)
add_entry("leads", _("Requests"), icon="contact_mail", page="leads_leadrequest_changelist", place=10, shown=_HAVE)
add_entry("leads", _("Reservations"), icon="assignment_ind", page="leads_reservation_changelist", place=11, shown=_HAVE)
add_entry(
    "leads",
    _("Deals"),
    icon="handshake",
    page="leads_deal_changelist",
    place=12,
    shown=when_rules(lambda rules: rules.deals),
)
add_entry(
    "leads",
    _("Prices of deals"),
    icon="sell",
    page="leads_dealprice_changelist",
    place=14,
    shown=when_rules(lambda rules: rules.deals and rules.deals.prices),
)
add_entry("leads", _("Locations"), icon="public", page="leads_location_changelist", place=20, shown=_HAVE)
add_entry("leads", _("Territories"), icon="map", page="leads_territory_changelist", place=30, shown=_HAVE)
