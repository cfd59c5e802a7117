"""What follows in this app from events: of its own, and of the apps below it. portal/reactions.py lists them."""

from common.actor import Actor
from leads.board.operations.reserving import withdraw_reservations
from leads.requests.events import LeadReceived
from leads.rotation.eligible import BARRING
from leads.rotation.operations.answering import withdraw_offers
from leads.rotation.operations.distributing import distribute
from partners.events import MeasureTaken, PartnershipEnded
from partners.models import Restriction


def pass_on_request(event: LeadReceived) -> None:
    """Offer a new request to the partner whose turn it is."""
    distribute(actor=Actor.system(event.program_id), rulebook=event.rulebook, now=event.now)


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
