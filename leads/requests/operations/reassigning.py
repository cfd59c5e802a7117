"""The vendor takes a request from a partner that doesn't work on it, and looks into bad ratings (B24-6.1, B24-6.2d)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.tenancy import bind
from common.text import without_odd
from leads.board.models import Reservation
from leads.board.places import end_reservation, others, reopen
from leads.requests.operations.deciding import UnableToDecideLead, assign_request
from leads.rotation.batches import hold_territory
from leads.rotation.models import Offer
from leads.rotation.operations.distributing import distribute
from partners.models import Partner
from programs.rulebook import Rulebook

PERMISSION = "leads.decide"
LONGEST = 400


def reassign_request(
    *,
    actor: Actor,
    reservation: Reservation,
    partner: Partner,
    reason: str,
    rulebook: Rulebook,
    today: date,
    now: datetime,
) -> Offer:
    """Offer a request to another partner in place of the one that holds it; nothing is copied (R29).

    Raises UnableToDecideLead if the reservation ended, while other partners work on the request, and for whatever
    assigning it by hand refuses.
    """
    require(actor, PERMISSION, program_id=reservation.program_id)
    with bind(reservation.program_id):
        busy = Reservation.objects.filter(others(reservation)).exists()
        ended = not Reservation.objects.open().filter(pk=reservation.pk).exists()
    if ended:
        raise UnableToDecideLead({"": _("This reservation ended before.")})
    if busy:
        raise UnableToDecideLead(
            {"": _("Other partners work on this request too. Take it away from this one instead.")}
        )
    about: dict[str, Any] = {"rulebook": rulebook, "today": today, "now": now}
    with transaction.atomic():
        offer = assign_request(actor=actor, lead=reservation.lead, partner=partner, reason=reason, **about)
        _note(
            actor,
            reservation,
            sentence("Reassigned request %(number)s to %(partner)s", number=reservation.lead_id, partner=partner.name),
            now,
        )
    return offer


def take_request_away(
    *, actor: Actor, reservation: Reservation, reason: str, rulebook: Rulebook, today: date, now: datetime
) -> None:
    """End a partner's reservation with a reason; its place opens again, or the next partner in turn gets the request.

    Raises UnableToDecideLead without a reason, and if it ended before.
    """
    require(actor, PERMISSION, program_id=reservation.program_id)
    reason = without_odd(reason, lines=True)[:LONGEST]
    if not reason:
        raise UnableToDecideLead({"reason": _("Enter a reason.")})
    given: dict[str, Any] = {"actor": actor, "rulebook": rulebook, "reason": reason, "today": today, "now": now}
    lead = reservation.lead
    with transaction.atomic():
        with bind(lead.program_id):
            hold_territory(lead.program_id, lead.mode, lead.country)
            if not end_reservation(reservation, Reservation.State.WITHDRAWN, **given):
                raise UnableToDecideLead({"": _("This reservation ended before.")})
            reopen(lead.pk, rulebook, today)
            distribute(actor=Actor.system(lead.program_id), rulebook=rulebook, now=now)
        _note(
            actor, reservation, sentence("Took request %(number)s away: %(reason)s", number=lead.pk, reason=reason), now
        )


def look_into_rating(*, actor: Actor, reservation: Reservation, note: str, now: datetime) -> None:
    """Note what the vendor found out about a client's rating; it leaves the queue until the client rates again.

    Raises UnableToDecideLead without a note, without a rating, and for one that was looked into.
    """
    require(actor, PERMISSION, program_id=reservation.program_id)
    note = without_odd(note, lines=True)[:LONGEST]
    if not note:
        raise UnableToDecideLead({"note": _("Enter what you found out.")})
    with transaction.atomic():
        with bind(reservation.program_id):
            rated = Reservation.objects.filter(pk=reservation.pk, rating_seen_at=None).exclude(stars=None)
            if not rated.update(rating_seen_at=now):
                raise UnableToDecideLead({"": _("There is no rating to look into.")})
        _note(
            actor,
            reservation,
            sentence("Looked into the rating of request %(number)s: %(note)s", number=reservation.lead_id, note=note),
            now,
        )


def _note(actor: Actor, reservation: Reservation, summary: Sentence, now: datetime) -> None:
    note_act(
        actor=actor,
        action=PERMISSION,
        subject=reservation,
        partner_id=reservation.partner_id,
        now=now,
        summary=summary,
    )
