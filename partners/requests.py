"""The request of a partner's page."""

from partners.models import Partner
from programs.requests import ProgramRequest


class PartnerRequest(ProgramRequest):
    """A request to the dashboard (partners/pages/access.py), with the partner that the person acts for."""

    partner: Partner
