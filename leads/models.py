"""All models of the app; each slice has its own module."""

from leads.board.models import CalendarFeed, ContactView, LeadFile, LeadNote, Reservation
from leads.deals.models import CompanyKey, Deal, DealFile, DealPrice, DealStep
from leads.requests.models import LeadContact, LeadRequest
from leads.rotation.models import Entry, Location, MemberAbsence, Offer, Participant, Territory, Turn

__all__ = [
    "CalendarFeed",
    "CompanyKey",
    "ContactView",
    "Deal",
    "DealFile",
    "DealPrice",
    "DealStep",
    "Entry",
    "LeadContact",
    "LeadFile",
    "LeadNote",
    "LeadRequest",
    "Location",
    "MemberAbsence",
    "Offer",
    "Participant",
    "Reservation",
    "Territory",
    "Turn",
]
