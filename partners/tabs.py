"""Tabs that this app adds to the dashboard."""

from django.utils.translation import gettext_lazy as _

from partners.measures.rules import access_penalty
from programs.definition import Definition
from web.tabs import add_tab, add_tab_group


def _requests(rules: Definition) -> bool:
    """Whether the rules allow information requests, restrictions or trademark requests."""
    admission = rules.admission
    asks = admission and (admission.information_requests or admission.trademarks)
    return bool(asks or access_penalty(rules) or (rules.store and rules.store.discount_cut))


add_tab_group("company", _("Your company"), place=4)
add_tab(
    "partners:requests", _("Questions"), group="company", permission="information.view", place=60, section=_requests
)
add_tab("partners:profile", _("Profile"), group="company", permission="profile.view", place=80)
add_tab(
    "partners:team",
    _("Team"),
    group="company",
    permission="team.view",
    place=90,
    section=lambda rules: rules.admission and rules.admission.team,
)
add_tab("partners:tokens", _("API tokens"), group="company", permission="tokens.manage", place=100)
