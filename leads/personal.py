"""What requests and deals hold of people: contact data and words, and what others wrote about them."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.mailboxes import address_key
from common.personal.registry import Person, hold, mention, plain
from leads.deals.company_keys import note_deal
from leads.deals.contacts import DealContact
from leads.deals.contacts import seal as seal_deal
from leads.deals.contacts import unseal as unseal_deal
from leads.models import (
    CalendarFeed,
    Deal,
    DealPrice,
    DealStep,
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
    title=_("Client requests"),
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


def _deals(person: Person) -> QuerySet[Deal]:
    """Deals whose contact is the person; each is decrypted, because an encrypted address can't be looked up."""
    rows = Deal.objects.filter(program_id=person.program_id).exclude(contact="")
    named = [pk for pk, sealed in rows.values_list("pk", "contact") if _is(unseal_deal(sealed), person.address)]
    return Deal.objects.filter(pk__in=named)


def _is(contact: DealContact, address: str) -> bool:
    return bool(contact.email) and address_key(contact.email) == address


def _forget(rows: QuerySet[Deal], today: date, now: datetime) -> int:
    """Empty the contact; the keys of the company are made again without its address."""
    found = list(rows)
    for deal in found:
        deal.contact = seal_deal(DealContact())
        deal.save(update_fields=["contact"])
        note_deal(deal, rules=read_rulebook(deal.program_id).on(today))
    return len(found)


def _read_deal(row: Deal) -> Mapping[str, str]:
    contact = unseal_deal(row.contact)
    return {"company": row.company, "name": contact.name, "email": contact.email, "phone": contact.phone}


def _known(row: Deal) -> tuple[str, str, str]:
    contact = unseal_deal(row.contact)
    return (contact.name, contact.email, contact.phone)


hold(
    Deal,
    "contact",
    code="deal_contacts",
    title=_("Contact of a deal"),
    rows=_deals,
    erase=_forget,
    read=_read_deal,
    known=_known,
)
mention(Deal, "project answers reason")
plain(Deal, "company website tax_id products accepted specialists specialists_agreed")
mention(DealStep, "text")
plain(DealPrice, "name")
