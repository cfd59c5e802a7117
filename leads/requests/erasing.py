"""Erases a client's data from everything this app wrote, and the client's name from everybody's words."""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.queries import has_account
from common.personal.erasing import erase_mentions
from leads.board.models import LeadFile, LeadNote, Reservation
from leads.deals.company_keys import forget
from leads.deals.models import CompanyKey
from leads.requests.contacts import client_names
from leads.requests.models import LeadContact, LeadRequest
from notices.operations import erase_mail

# Notes and next steps are typed by people and may name the client, so they go too. Kinds and times stay.


def erase(leads: Sequence[LeadRequest], *, today: date, now: datetime) -> None:
    """Erase the data of requests of one program; the chain of offers stays valid, because its salt goes (R27).

    A client that has an account here keeps its name in other people's words: it is theirs to erase as a whole.
    """
    if not leads:
        return
    ids, program_id = [lead.pk for lead in leads], leads[0].program_id
    known: set[str] = set()
    for contact in LeadContact.objects.filter(pk__in=ids).exclude(sealed=""):
        address, *names = client_names(contact)
        if not (address and has_account(address)):
            known |= {address, *names}
    LeadContact.objects.filter(pk__in=ids).update(sealed="", email_key="", secret_digest="", salt="")
    LeadNote.objects.filter(reservation__lead__in=ids).update(text="")
    LeadFile.objects.filter(reservation__lead__in=ids).delete()
    Reservation.objects.filter(lead__in=ids).update(stars_text="", next_step="", reason="")
    for lead in leads:
        erase_mail(program_id=program_id, about=f"lead/{lead.pk}/", now=now)
    LeadRequest.objects.filter(pk__in=ids).update(text="", folded="", languages="", close_reason="", erased_at=now)
    forget(program_id, CompanyKey.Source.LEAD, ids)
    erase_mentions(program_id, known, today=today)
