"""All models of the app; each slice has its own module."""

from leads.board.models import ContactView, LeadNote, Reservation
from leads.deals.models import CompanyKey, Deal, DealPrice, DealStep
from leads.requests.models import LeadContact, LeadRequest
from leads.rotation.models import Entry, Location, Offer, Participant, Territory, Turn

__all__ = [
    "CompanyKey",
    "ContactView",
    "Deal",
    "DealPrice",
    "DealStep",
    "Entry",
    "LeadContact",
    "LeadNote",
    "LeadRequest",
    "Location",
    "Offer",
    "Participant",
    "Reservation",
    "Territory",
    "Turn",
]
