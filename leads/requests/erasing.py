"""Erases a client's data from everything this app wrote: contact, words, notes, ratings, and emails to the client."""

from datetime import datetime

from leads.board.models import LeadNote, Reservation
from leads.requests.models import LeadContact, LeadRequest
from notices.operations import erase_mail

# Notes and next steps are typed by people and may name the client, so they go too. Kinds and times stay.


def erase(lead: LeadRequest, *, now: datetime) -> None:
    """Erase the data of one request; the chain of offers stays valid, because its salt goes (R27)."""
    LeadContact.objects.filter(pk=lead.pk).update(sealed="", email_key="", secret_digest="", salt="")
    LeadNote.objects.filter(reservation__lead=lead).update(text="")
    Reservation.objects.filter(lead=lead).update(stars_text="", next_step="", reason="")
    erase_mail(program_id=lead.program_id, about=f"lead/{lead.pk}/", now=now)
    LeadRequest.objects.filter(pk=lead.pk).update(text="", languages="", close_reason="", erased_at=now)
