"""Tabs that this app adds to the dashboard."""

from django.utils.translation import gettext_lazy as _

from partners.measures.rules import access_penalty
from programs.definition import Definition
from web.tabs import add_tab


def _requests(rules: Definition) -> bool:
    """Whether the rules allow information requests, restrictions or trademark requests."""
    admission = rules.admission
    asks = admission and (admission.information_requests or admission.trademarks)
    return bool(asks or access_penalty(rules) or (rules.store and rules.store.discount_cut))


add_tab("partners:requests", _("Requests"), permission="information.view", place=60, section=_requests)
add_tab("partners:profile", _("Profile"), permission="profile.view", place=80)
add_tab(
    "partners:team",
    _("Team"),
    permission="team.view",
    place=90,
    section=lambda rules: rules.admission and rules.admission.team,
)
add_tab("partners:tokens", _("API tokens"), permission="tokens.manage", place=100)
