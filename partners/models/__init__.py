"""Models of partners, their cards and documents."""

from partners.admission.models import Application, ApplicationEvent, Consent, Identifier
from partners.drafts.models import FormDraft
from partners.measures.models import InformationRequest, Note, Restriction, TrademarkRequest
from partners.models.card import Card, CardAnswer, CardLogo, CardText, CardWord, PartnerText
from partners.models.document import Document
from partners.models.partner import Partner
from partners.profile.models import ProfileRevision
from partners.team.models import Invitation, Member
from partners.tokens.models import ApiToken, IdempotentAnswer
from partners.websites.models import WebsiteCheck

__all__ = [
    "ApiToken",
    "Application",
    "ApplicationEvent",
    "Card",
    "CardAnswer",
    "CardLogo",
    "CardText",
    "CardWord",
    "Consent",
    "Document",
    "FormDraft",
    "IdempotentAnswer",
    "Identifier",
    "InformationRequest",
    "Invitation",
    "Member",
    "Note",
    "Partner",
    "PartnerText",
    "ProfileRevision",
    "Restriction",
    "TrademarkRequest",
    "WebsiteCheck",
]
