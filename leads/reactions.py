"""What follows in this app from events: of its own, and of the apps below it. portal/reactions.py lists them."""

from typing import Any

from clients.events import ClientChanged
from clients.models import Client
from common.actor import Actor
from common.tenancy import bind
from leads.board.operations.reserving import withdraw_reservations
from leads.deals.company_keys import note_client, note_lead
from leads.deals.operations.daily import end_deals_of
from leads.requests.events import LeadReceived
from leads.requests.models import LeadContact
from leads.rotation.eligible import BARRING
from leads.rotation.operations.answering import withdraw_offers
from leads.rotation.operations.distributing import distribute
from partners.events import MeasureTaken, PartnershipEnded
from partners.models import Restriction


def pass_on_request(event: LeadReceived) -> None:
    """Offer a new request to the partner whose turn it is."""
    distribute(actor=Actor.system(event.program_id), rulebook=event.rulebook, now=event.now)


def note_request(event: LeadReceived) -> None:
    """Remember the company of a new request, to find it when a partner registers a deal with it."""
    rules = event.rulebook.on(event.now.date())
    if rules.deals is not None:
        with bind(event.program_id):
            contact = LeadContact.objects.select_related("lead").get(pk=event.lead_id)
        note_lead(contact, rules=rules, country=contact.lead.country)


def note_changed_client(event: ClientChanged) -> None:
    """Remember the company of a client, likewise."""
    if event.rules.deals is not None:
        with bind(event.program_id):
            client = Client.objects.get(pk=event.client_id)
        note_client(client, rules=event.rules)


def end_deals(event: PartnershipEnded) -> None:
    """Withdraw the open deals of a partner that leaves (R24)."""
    about: dict[str, Any] = {"rulebook": event.rulebook, "today": event.today, "now": event.now}
    end_deals_of(actor=Actor.system(event.program_id), partner_id=event.partner_id, **about)


def take_requests_away(event: MeasureTaken | PartnershipEnded) -> None:
    """Withdraw open offers and reservations of a partner that is barred or leaves (R24)."""
    if isinstance(event, MeasureTaken) and not _bars(event):
        return
    if event.rulebook.on(event.today).leads is None:
        return
    system, rulebook = Actor.system(event.program_id), event.rulebook
    withdraw_offers(actor=system, partner_id=event.partner_id, rulebook=rulebook, now=event.now)
    withdraw_reservations(
        actor=system, partner_id=event.partner_id, rulebook=rulebook, today=event.today, now=event.now
    )


def _bars(event: MeasureTaken) -> bool:
    """Whether the measure keeps the whole partner from requests today."""
    rows = Restriction.objects.filter(pk=event.restriction_id, effect__in=BARRING, user=None)
    return rows.in_force(event.today).exists()
