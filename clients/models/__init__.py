"""Partners' clients, their licenses, and who looked at what."""

from clients.models.client import Client, ClientMove, ClientQuerySet
from clients.models.disclosures import AcceptedRules, ClientLook
from clients.models.licence import ClientLicence
from clients.referral.models import ReferralCount, ReferralLink, ReferralSignUp, ReferralVisit

__all__ = [
    "AcceptedRules",
    "Client",
    "ClientLicence",
    "ClientLook",
    "ClientMove",
    "ClientQuerySet",
    "ReferralCount",
    "ReferralLink",
    "ReferralSignUp",
    "ReferralVisit",
]
