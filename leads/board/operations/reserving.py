"""Partners reserve requests of the board, and give them back (B24-6.2c)."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import require
from common.actor import Actor
from common.constraints import violated
from common.dates import DAY
from common.refusals import Refused
from common.tenancy import bind
from common.text import without_odd
from leads.board.access import access_of
from leads.board.claiming import BUSY, TAKEN, claiming, count_place
from leads.board.models import Reservation
from leads.board.places import end_reservation, fill_place, reopen
from leads.requests.models import LeadRequest
from leads.rotation.eligible import participants
from leads.rotation.models import Participant
from partners.models import Partner
from programs.rulebook import Rulebook

State = LeadRequest.State


class UnableToReserve(Refused):
    """The request cannot be reserved or released; ``problems`` says why."""


def reserve_request(
    *, actor: Actor, partner: Partner, lead: LeadRequest, rulebook: Rulebook, today: date, now: datetime
) -> Reservation:
    """Reserve an open request of the partner's locations to see its contact data (B24-6.2c).

    Raises UnableToReserve without access, without a free place, a second time, and beyond the number of open
    reservations that the partner's rating unlocks (B24-6.2e).
    """
    require(actor, "leads.work", program_id=partner.program_id)
    if actor.partner_id != partner.pk:
        raise PermissionDenied("leads.work")
    open_only = (State.OPEN,)
    try:
        with claiming(partner.program_id, lead.pk, states=open_only) as slot:
            if slot <= TAKEN:
                raise UnableToReserve({"": _too_late(lead, slot)})
            made = _reserve(actor, partner, lead, rulebook, today, now, slot)
            if not count_place(lead.pk, states=open_only):
                raise UnableToReserve({"": _too_late(lead, TAKEN)})
    except IntegrityError as error:
        if not violated(error, "leads_reservation_slot"):
            raise
        raise UnableToReserve({"": _too_late(lead, TAKEN)}) from error
    return made


def _reserve(
    actor: Actor, partner: Partner, lead: LeadRequest, rulebook: Rulebook, today: date, now: datetime, slot: int
) -> Reservation:
    """Store the reservation of a place that is claimed, if the partner may have it."""
    # Two reservations of one partner are counted one after the other.
    mine = Participant.objects.select_for_update(no_key=True).filter(partner=partner)
    if not mine:
        participants(partner.program_id, [partner.pk])
        mine.get()
    access = access_of(partner, rulebook, on=today)
    if problem := access.problem or access.limit_problem:
        raise UnableToReserve({"": problem})
    if not access.covers(lead):
        raise UnableToReserve({"": _("This request isn't from one of your locations.")})
    about: dict[str, Any] = {"actor": actor, "rulebook": rulebook, "today": today, "now": now}
    made = fill_place(lead=lead, partner_id=partner.pk, slot=slot, **about)
    if made is None:
        raise UnableToReserve({"": _("You reserved this request before.")})
    return made


def _too_late(lead: LeadRequest, slot: int) -> str:
    if slot == BUSY:
        return _("Other partners are reserving this request right now. Try again in a minute.")
    said = ngettext(
        "%(places)s partner has reserved this request already.",
        "%(places)s partners have reserved this request already.",
        lead.places,
    )
    return said % {"places": lead.places}


def release_reservation(
    *, actor: Actor, reservation: Reservation, reason: str, rulebook: Rulebook, today: date, now: datetime
) -> None:
    """Give a request back; another partner can reserve it. Raises UnableToReserve if it ended before."""
    require(actor, "leads.work", program_id=reservation.program_id)
    if actor.partner_id != reservation.partner_id:
        raise PermissionDenied("leads.work")
    _end(reservation, Reservation.State.RELEASED, actor, rulebook, without_odd(reason, lines=True), today, now)


def expire_idle(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """End reservations that nobody worked on for the program's days; returns how many. The vendor and jobs only."""
    require(actor, "leads.run")
    leads = rulebook.on(today).leads
    if leads is None or leads.reservations is None:
        return 0
    with bind(rulebook.program.pk):
        since = now - leads.reservations.idle_days * DAY
        rows = Reservation.objects.open().filter(program_id=rulebook.program.pk, touched_at__lt=since)
        idle = list(rows.order_by("pk"))
    for reservation in idle:
        _end(reservation, Reservation.State.EXPIRED, actor, rulebook, "", today, now, quietly=True)
    return len(idle)


def withdraw_reservations(*, actor: Actor, partner_id: int, rulebook: Rulebook, today: date, now: datetime) -> int:
    """End a partner's open reservations at once, because it is barred or leaves (R24); returns how many."""
    require(actor, "leads.run")
    with bind(rulebook.program.pk):
        rows = list(Reservation.objects.open().filter(partner_id=partner_id).order_by("pk"))
    for reservation in rows:
        _end(reservation, Reservation.State.WITHDRAWN, actor, rulebook, "", today, now, quietly=True)
    return len(rows)


def _end(
    reservation: Reservation,
    state: str,
    actor: Actor,
    rulebook: Rulebook,
    reason: str,
    today: date,
    now: datetime,
    *,
    quietly: bool = False,
) -> None:
    with bind(reservation.program_id):
        given: dict[str, Any] = {"actor": actor, "rulebook": rulebook, "reason": reason, "today": today, "now": now}
        done = end_reservation(reservation, state, **given)
        if done:
            reopen(reservation.lead_id, rulebook, today)
    if not done and not quietly:
        raise UnableToReserve({"": _("This reservation ended before.")})
