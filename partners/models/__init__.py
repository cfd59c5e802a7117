"""Partners and what belongs to them, by noun."""

from partners.models.application import Application, ApplicationEvent, Consent, Identifier
from partners.models.card import Card, CardLogo, CardText
from partners.models.document import Document
from partners.models.measures import InformationRequest, Note, Restriction, TrademarkRequest
from partners.models.partner import Partner
from partners.models.profile import ProfileRevision
from partners.models.team import Invitation, Member
from partners.models.tokens import ApiToken
from partners.websites.models import WebsiteCheck

__all__ = [
    "ApiToken",
    "Application",
    "ApplicationEvent",
    "Card",
    "CardLogo",
    "CardText",
    "Consent",
    "Document",
    "Identifier",
    "InformationRequest",
    "Invitation",
    "Member",
    "Note",
    "Partner",
    "ProfileRevision",
    "Restriction",
    "TrademarkRequest",
    "WebsiteCheck",
]
