"""What a client does with the private link: rate a partner, close the request, erase the data."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.tenancy import bind
from common.text import without_odd
from leads.board.models import LeadNote, Reservation
from leads.board.places import end_reservation, note
from leads.requests.erasing import erase
from leads.requests.events import LeadRated
from leads.requests.models import LeadRequest
from leads.requests.rules import MOST_STARS, is_bad
from leads.rotation.models import Offer
from programs.rulebook import Rulebook

State = LeadRequest.State
LONGEST = 2000


class UnableToFollow(Refused):
    """The step is not possible; ``problems`` says why, by field."""


def rate_partner(
    *,
    actor: Actor,
    lead: LeadRequest,
    reservation_id: int,
    stars: int,
    text: str,
    rulebook: Rulebook,
    today: date,
    now: datetime,
) -> Reservation:
    """Rate a partner that held the request, from 1 to 5 stars; a later rating replaces it (B24-6.1).

    Whoever holds the private link may. Raises UnableToFollow for another reservation and an impossible rating.
    """
    if not 1 <= stars <= MOST_STARS:
        raise UnableToFollow({"stars": _("Choose one to five stars.")})
    with bind(lead.program_id):
        row = Reservation.objects.select_for_update(no_key=True).filter(pk=reservation_id, lead=lead).first()
        if row is None:
            raise UnableToFollow({"": _("This partner didn't have your request.")})
        row.stars, row.stars_text, row.rated_at = stars, without_odd(text, lines=True)[:LONGEST], now
        row.rating_seen_at = None
        row.save(update_fields=["stars", "stars_text", "rated_at", "rating_seen_at"])
        note(row, LeadNote.Kind.CLIENT, actor=actor, now=now, text=f"{stars}/{MOST_STARS}")
        leads = rulebook.on(today).leads
        opens = bool(leads and leads.satisfaction and leads.satisfaction.opens_case)
        publish(LeadRated(rulebook, row.partner_id, lead.pk, row.pk, stars, opens and is_bad(stars), today, now))
    return row


def close_request(
    *, actor: Actor, lead: LeadRequest, reason: str, rulebook: Rulebook, today: date, now: datetime
) -> None:
    """Close the request: nobody is offered it any more, and open reservations end. Raises UnableToFollow if it is over.

    Whoever holds the private link may, and the vendor.
    """
    with bind(lead.program_id):
        row = LeadRequest.objects.select_for_update(no_key=True).get(pk=lead.pk)
        if row.state not in LeadRequest.LIVE:
            raise UnableToFollow({"": _("This request is closed already.")})
        _close(row, actor=actor, reason=reason, rulebook=rulebook, today=today, now=now)


def erase_request(*, actor: Actor, lead: LeadRequest, rulebook: Rulebook, today: date, now: datetime) -> None:
    """Erase the client's data at once, and close the request if it is open. Doing it again changes nothing.

    Whoever holds the private link may, and the vendor.
    """
    with bind(lead.program_id):
        row = LeadRequest.objects.select_for_update(no_key=True).get(pk=lead.pk)
        if row.state in LeadRequest.LIVE:
            _close(row, actor=actor, reason=_("Erased"), rulebook=rulebook, today=today, now=now)
        erase([row], today=today, now=now)


def _close(lead: LeadRequest, *, actor: Actor, reason: str, rulebook: Rulebook, today: date, now: datetime) -> None:
    Offer.objects.filter(lead=lead, state=Offer.State.WAITING).update(state=Offer.State.WITHDRAWN, answered_at=now)
    for reservation in Reservation.objects.open().filter(lead=lead).order_by("pk"):
        end_reservation(
            reservation,
            Reservation.State.CLOSED,
            actor=actor,
            rulebook=rulebook,
            reason="",
            today=today,
            now=now,
        )
    reason = without_odd(reason, lines=True)[:400]
    LeadRequest.objects.filter(pk=lead.pk).update(state=State.CLOSED, closed_at=now, close_reason=reason)
