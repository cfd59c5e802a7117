"""Takes and gives back a request's places; the database allows no more than there are (B24-6.2c)."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q

from accounts.permissions import require
from common.actor import Actor
from common.events import publish
from leads.board.claiming import count_place
from leads.board.events import LeadReserved, ReservationEnded
from leads.board.models import LeadNote, Reservation
from leads.requests.models import LeadRequest
from leads.rotation.eligible import participants
from leads.rotation.models import Participant
from programs.rulebook import Rulebook

State = LeadRequest.State
Ended = Reservation.State
# Ends that take the contact data away again, so that the place is free for another partner.
FREEING = (Ended.OTHER, Ended.RELEASED, Ended.EXPIRED, Ended.WITHDRAWN, Ended.CLOSED)


def take_place(
    *,
    actor: Actor,
    rulebook: Rulebook,
    lead_id: int,
    partner_id: int,
    today: date,
    now: datetime,
    states: tuple[str, ...],
) -> Reservation | None:
    """Give the partner a place of a request that is in one of the ``states``; None if there is none left."""
    if not count_place(lead_id, states=states):
        return None
    lead = LeadRequest.objects.get(pk=lead_id)
    return fill_place(actor=actor, rulebook=rulebook, lead=lead, partner_id=partner_id, today=today, now=now)


def fill_place(
    *,
    actor: Actor,
    rulebook: Rulebook,
    lead: LeadRequest,
    partner_id: int,
    today: date,
    now: datetime,
    slot: int | None = None,
) -> Reservation | None:
    """Give the partner the place that was claimed, or the first free one of a request that is locked.

    None if it had one before, and the transaction must not commit.
    """
    before = dict(Reservation.objects.filter(lead=lead).values_list("partner_id", "slot"))
    if partner_id in before:
        return None
    slot = slot or next(number for number in range(1, lead.places + 1) if number not in before.values())
    work = rulebook.on(today).leads
    stages = work.work.stages if work and work.work else []
    reservation = Reservation.objects.create(
        program_id=lead.program_id,
        partner_id=partner_id,
        lead=lead,
        slot=slot,
        places=lead.places,
        stage=stages[0].code if stages else "",
        reserved_at=now,
        touched_at=now,
    )
    note(reservation, LeadNote.Kind.RESERVED, actor=actor, now=now)
    publish(LeadReserved(rulebook, partner_id, lead.pk, reservation.pk, today, now))
    return reservation


def end_reservation(
    reservation: Reservation, state: str, *, actor: Actor, rulebook: Rulebook, reason: str, today: date, now: datetime
) -> bool:
    """End an open reservation; returns False if it has ended already. The place of a freeing end opens again."""
    frees = state in FREEING
    ended = {"state": state, "reason": reason[:400], "ended_at": now, "touched_at": now}
    if frees:
        ended["slot"] = None
    LeadRequest.objects.select_for_update(no_key=True).get(pk=reservation.lead_id)
    if not Reservation.objects.filter(pk=reservation.pk, state=Ended.OPEN).update(**ended):
        return False
    if frees:
        LeadRequest.objects.filter(pk=reservation.lead_id).update(held=F("held") - 1)
    reservation.refresh_from_db()
    kind = {Ended.WON: LeadNote.Kind.WON, Ended.LOST: LeadNote.Kind.LOST}.get(Ended(state), LeadNote.Kind.ENDED)
    note(reservation, kind, actor=actor, now=now, text=reason)
    count_rating(reservation.partner_id, reservation.program_id)
    publish(ReservationEnded(rulebook, reservation.partner_id, reservation.lead_id, reservation.pk, state, today, now))
    return True


def count_rating(partner_id: int, program_id: int) -> None:
    """Count the partner's won and lost requests anew (B24-6.2e); one taken by another counts neither way (R28)."""
    row = participants(program_id, [partner_id])[partner_id]
    own = Reservation.objects.filter(partner_id=partner_id)
    won, lost = own.filter(state=Ended.WON).count(), own.filter(state=Ended.LOST).count()
    Participant.objects.filter(pk=row.pk).update(won=won, lost=lost)


def note(reservation: Reservation, kind: str, *, actor: Actor, now: datetime, text: str = "") -> LeadNote:
    """Add a step to a reservation's history."""
    return LeadNote.objects.create(
        program_id=reservation.program_id,
        partner_id=reservation.partner_id,
        reservation=reservation,
        kind=kind,
        text=text,
        by_id=actor.user_id,
        at=now,
    )


def others(reservation: Reservation) -> Q:
    """The other open reservations of the same request."""
    return Q(lead_id=reservation.lead_id, state=Ended.OPEN) & ~Q(pk=reservation.pk)


def reopen(lead_id: int, rulebook: Rulebook, today: date) -> None:
    """Put a request back where requests of its mode wait for partners, if nobody holds it any more."""
    leads = rulebook.on(today).leads
    lead = LeadRequest.objects.get(pk=lead_id)
    if leads is None or lead.state != State.TAKEN or lead.held:
        return
    by_turns = leads.mode(lead.mode).distribution == "by_turns"
    LeadRequest.objects.filter(pk=lead_id).update(state=State.NEW if by_turns else State.OPEN)


def require_own(actor: Actor, reservation: Reservation) -> None:
    """Raise PermissionDenied for anybody but the partner's people who may work on requests."""
    require(actor, "leads.work", program_id=reservation.program_id)
    if actor.partner_id != reservation.partner_id:
        raise PermissionDenied("leads.work")
