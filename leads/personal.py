"""What requests hold of people: the client's contact data and words, and what others wrote about it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.personal.registry import Person, hold, mention, plain
from leads.models import (
    CalendarFeed,
    Entry,
    LeadContact,
    LeadFile,
    LeadNote,
    LeadRequest,
    Location,
    Offer,
    Participant,
    Reservation,
    Territory,
)
from leads.requests.contacts import client_names, email_key
from leads.requests.operations.following import erase_request
from leads.requests.queries import client_copy
from programs.rulebook import read_rulebook


def _requests(person: Person) -> QuerySet[LeadRequest]:
    key = email_key(person.address)
    return LeadRequest.objects.filter(program_id=person.program_id, contact__email_key=key).select_related("contact")


def _erase(rows: QuerySet[LeadRequest], today: date, now: datetime) -> int:
    """Close what is open and erase it, as the client does by the private link."""
    found = list(rows)
    for lead in found:
        system, rulebook = Actor.system(lead.program_id), read_rulebook(lead.program_id)
        erase_request(actor=system, lead=lead, rulebook=rulebook, today=today, now=now)
    return len(found)


def _read(row: LeadRequest) -> Mapping[str, Any]:
    told: dict[str, Any] = json.loads(client_copy(row.program_id, row))
    return told


hold(
    LeadRequest,
    "languages text folded close_reason",
    code="requests",
    title=_("Requests"),
    rows=_requests,
    erase=_erase,
    read=_read,
    known=lambda row: client_names(row.contact),
)
plain(LeadContact)  # encrypted, or digests with a secret; emptied with the request
mention(LeadNote, "text")
mention(LeadFile, "name")
plain(LeadFile, "content content_type")  # deleted with the request's data
plain(CalendarFeed, "digest")
mention(Reservation, "next_step reason stars_text")
mention(Offer, "why reason")
mention(Location, "reason")
plain(Participant, "rules_version")
plain(Territory, "head")
plain(Entry)  # aliases and salted digests; the salt is erased with the request
