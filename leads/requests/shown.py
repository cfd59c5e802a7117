"""What the manager's page of a request shows: contact, offers, reservations, history, files, and who looked."""

from datetime import datetime
from typing import Any

from common.actor import Actor
from leads.board.models import ContactView, LeadFile, LeadNote
from leads.requests.models import LeadRequest
from leads.requests.queries import duplicates, seen_contact
from leads.rotation.models import Offer
from programs.definition.leads import Leads

MOST = 100


def shown(actor: Actor, lead: LeadRequest, leads: Leads, *, now: datetime) -> dict[str, Any]:
    """Read the page's rows, the latest of each kind; the view of the contact details is logged."""
    files = LeadFile.objects.visible_to(actor).filter(reservation__lead=lead)
    notes = LeadNote.objects.visible_to(actor).filter(reservation__lead=lead)
    return {
        "lead": lead,
        "contact": seen_contact(actor, lead, leads, partner_id=None, now=now),
        "offers": Offer.objects.visible_to(actor).filter(lead=lead).select_related("partner").order_by("pk"),
        "reservations": lead.reservations.select_related("partner", "assignee").order_by("pk"),
        "notes": notes.select_related("by", "partner")[:MOST],
        "files": files.select_related("partner").defer("content").order_by("pk")[:MOST],
        "views": ContactView.objects.visible_to(actor).filter(lead=lead).select_related("user", "partner")[:MOST],
        "duplicates": duplicates(actor, lead)[:10],
    }
