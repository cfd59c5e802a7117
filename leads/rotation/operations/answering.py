"""Partners answer offers; what nobody answered in time passes on to the next."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.permissions import require
from common.actor import Actor
from common.refusals import Refused
from common.tenancy import bind
from common.text import without_odd
from leads.board.models import Reservation
from leads.board.places import take_place
from leads.requests.models import LeadRequest
from leads.rotation.batches import hold_territory
from leads.rotation.models import Offer
from leads.rotation.operations.distributing import distribute
from programs.rulebook import Rulebook

State = LeadRequest.State
LONGEST_REASON = 400


class UnableToAnswer(Refused):
    """The offer cannot be answered; ``problems`` says why, by field."""


def accept_offer(*, actor: Actor, offer: Offer, rulebook: Rulebook, today: date, now: datetime) -> Reservation:
    """Accept a request; the partner sees the contact data at once (B24-6).

    Raises UnableToAnswer if the offer was answered, passed on or withdrawn.
    """
    _require_own(actor, offer)
    system = Actor.system(offer.program_id)
    with bind(offer.program_id):
        _close(offer, Offer.State.ACCEPTED, now, by_id=actor.user_id)
        made = take_place(
            actor=actor,
            rulebook=rulebook,
            lead_id=offer.lead_id,
            partner_id=offer.partner_id,
            today=today,
            now=now,
            states=(State.OFFERED,),
        )
        if made is None:
            raise UnableToAnswer({"": _("This request is no longer available.")})
        LeadRequest.objects.visible_to(system).filter(pk=offer.lead_id).update(state=State.TAKEN)
    return made


def decline_offer(*, actor: Actor, offer: Offer, reason: str, rulebook: Rulebook, now: datetime) -> None:
    """Decline a request with a reason; it passes on to the next partner at once. Raises UnableToAnswer."""
    _require_own(actor, offer)
    reason = without_odd(reason, lines=True)[:LONGEST_REASON]
    if not reason:
        raise UnableToAnswer({"reason": _("Enter why you decline.")})
    _pass_on(offer, Offer.State.DECLINED, rulebook, now, by_id=actor.user_id, reason=reason)


def pass_on_overdue(*, actor: Actor, rulebook: Rulebook, now: datetime) -> int:
    """Pass on every request whose partner didn't answer in time; returns how many. PermissionDenied for partners."""
    require(actor, "leads.run")
    program_id, done = rulebook.program.pk, 0
    with bind(program_id):
        overdue = list(Offer.objects.filter(program_id=program_id, state=Offer.State.WAITING, due_at__lte=now))
    for offer in overdue:
        try:
            _pass_on(offer, Offer.State.EXPIRED, rulebook, now)
            done += 1
        except UnableToAnswer:
            continue  # answered in the meantime
    return done


def withdraw_offers(*, actor: Actor, partner_id: int, rulebook: Rulebook, now: datetime) -> int:
    """Withdraw a partner's open offers at once, because it is barred or leaves (R24); returns how many."""
    require(actor, "leads.run")
    with bind(rulebook.program.pk):
        waiting = list(Offer.objects.filter(partner_id=partner_id, state=Offer.State.WAITING))
    for offer in waiting:
        _pass_on(offer, Offer.State.WITHDRAWN, rulebook, now)
    return len(waiting)


def _pass_on(
    offer: Offer, state: str, rulebook: Rulebook, now: datetime, *, by_id: int | None = None, reason: str = ""
) -> None:
    """Close the offer, and offer the request to the next partner in the same transaction."""
    with bind(offer.program_id):
        hold_territory(offer.program_id, offer.territory.mode, offer.territory.country)
        _close(offer, state, now, by_id=by_id, reason=reason)
        LeadRequest.objects.filter(pk=offer.lead_id, state=State.OFFERED).update(state=State.NEW)
        distribute(actor=Actor.system(offer.program_id), rulebook=rulebook, now=now)


def _close(offer: Offer, state: str, now: datetime, *, by_id: int | None = None, reason: str = "") -> None:
    """Move the offer from waiting to its end, once."""
    waiting = Offer.objects.filter(pk=offer.pk, state=Offer.State.WAITING)
    if not waiting.update(state=state, answered_at=now, answered_by_id=by_id, reason=reason):
        raise UnableToAnswer({"": _("This offer was already answered or passed on.")})


def _require_own(actor: Actor, offer: Offer) -> None:
    require(actor, "leads.work", program_id=offer.program_id)
    if actor.partner_id != offer.partner_id:
        raise PermissionDenied("leads.work")
