"""Partner dashboard tabs of this app."""

from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from leads.board.queries import waiting_offers
from web.tabs import MOST_COUNTED, add_tab, add_tab_group


def _waiting(actor: Actor) -> int:
    return waiting_offers(actor)[:MOST_COUNTED].count()


add_tab_group("sales", _("Leads and clients"), place=2)
add_tab(
    "leads:work",
    _("Leads"),
    group="sales",
    permission="leads.view",
    place=47,
    section=lambda rules: rules.leads,
    count=_waiting,
)
