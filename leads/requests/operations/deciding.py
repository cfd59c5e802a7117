"""The vendor's operations on requests: assign by hand, merge duplicates, close, erase."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from common.tenancy import bind
from common.text import without_odd
from leads.board.models import Reservation
from leads.board.places import end_reservation
from leads.requests.contacts import lead_digest
from leads.requests.models import LeadContact, LeadRequest
from leads.requests.operations import following
from leads.rotation.batches import answer_times, hold_territory, new_offer, next_entry
from leads.rotation.eligible import Candidate, barred, participants
from leads.rotation.events import Offered, OffersMade
from leads.rotation.models import Offer
from leads.rotation.rows import write_entries, write_offers
from partners.models import Partner
from programs.rulebook import Rulebook

State = LeadRequest.State


class UnableToDecideLead(Refused):
    """The request cannot be assigned, merged, closed or erased; ``problems`` says why, by field."""


def assign_request(
    *, actor: Actor, lead: LeadRequest, partner: Partner, reason: str, rulebook: Rulebook, today: date, now: datetime
) -> Offer:
    """Offer a request to a partner by hand, with a reason; whoever held it before loses it, and nothing is copied.

    It spends no turn and stands in the chain as its own kind (R26). Raises UnableToDecideLead for a request that is
    over, a partner that had it before, is barred or has left, and without a reason.
    """
    require(actor, "leads.decide", program_id=lead.program_id)
    reason = without_odd(reason, lines=True)[:400]
    if not reason:
        raise UnableToDecideLead({"reason": _("Enter a reason.")})
    with bind(lead.program_id):
        territory = hold_territory(lead.program_id, lead.mode, lead.country)
        row = LeadRequest.objects.select_for_update(no_key=True).get(pk=lead.pk)
        leads = rulebook.on(today).leads
        if row.state not in LeadRequest.LIVE or leads is None:
            raise UnableToDecideLead({"": _("This request is closed already.")})
        _check(row, partner, today)
        _take_away(row, rulebook=rulebook, today=today, now=now)
        alias = participants(lead.program_id, [partner.pk])[partner.pk].alias
        salt = LeadContact.objects.get(pk=row.pk).salt
        revision = rulebook.revisions.at(today)[0]
        body = {"request": lead_digest(row.pk, salt), "to": alias}
        write_entries([next_entry(territory, "hand", revision, now, body)])
        territory.save(update_fields=["number", "head"])
        to = Candidate(partner.pk, alias, partner.country, None)
        why: dict[str, Any] = {"kind": "hand", "reason": reason, "revision": revision}
        times = answer_times(rulebook, leads, partner.country, now)
        made = write_offers([new_offer(row.pk, to, territory, territory.number, why, now, times, by_hand=True)])
        LeadRequest.objects.filter(pk=row.pk).update(state=State.OFFERED)
        told = Offered(partner.pk, made[0], row.pk, row.kind, row.country, times[0])
        publish(OffersMade(rulebook, [told], today, now))
        offer = Offer.objects.get(pk=made[0])
    _note(
        actor,
        row,
        sentence(
            "Assigned request %(number)s to %(partner)s: %(reason)s", number=row.pk, partner=partner.name, reason=reason
        ),
        now,
        partner_id=partner.pk,
    )
    return offer


def merge_request(
    *, actor: Actor, lead: LeadRequest, into: LeadRequest, rulebook: Rulebook, today: date, now: datetime
) -> LeadRequest:
    """Merge a duplicate into an earlier request, which goes on. Raises UnableToDecideLead if work has begun."""
    require(actor, "leads.decide", program_id=lead.program_id)
    with bind(lead.program_id):
        rows = LeadRequest.objects.filter(pk__in=[lead.pk, into.pk]).select_for_update(no_key=True).order_by("pk")
        found = {row.pk: row for row in rows}
        if lead.pk == into.pk or len(found) < 2 or found[into.pk].state == State.MERGED:
            raise UnableToDecideLead({"into": _("Choose another request.")})
        if found[lead.pk].state not in LeadRequest.LIVE:
            raise UnableToDecideLead({"": _("This request is closed already.")})
        if Reservation.objects.filter(lead=lead).exists():
            raise UnableToDecideLead({"": _("A partner works on this request. Merge the other one into it.")})
        waiting = Offer.objects.filter(lead=lead, state=Offer.State.WAITING)
        waiting.update(state=Offer.State.WITHDRAWN, answered_at=now)
        LeadRequest.objects.filter(pk=lead.pk).update(state=State.MERGED, merged_into=into, closed_at=now)
    _note(actor, lead, sentence("Merged request %(number)s into %(into)s", number=lead.pk, into=into.pk), now)
    return into


def close_lead(*, actor: Actor, lead: LeadRequest, reason: str, rulebook: Rulebook, today: date, now: datetime) -> None:
    """Close a request for the vendor, with a reason. Raises UnableToDecideLead if it is over or without a reason."""
    require(actor, "leads.decide", program_id=lead.program_id)
    if not without_odd(reason, lines=True):
        raise UnableToDecideLead({"reason": _("Enter a reason.")})
    try:
        with transaction.atomic():
            following.close_request(actor=actor, lead=lead, reason=reason, rulebook=rulebook, today=today, now=now)
            _note(actor, lead, sentence("Closed request %(number)s", number=lead.pk), now)
    except following.UnableToFollow as error:
        raise UnableToDecideLead(error.problems) from error


def erase_lead(*, actor: Actor, lead: LeadRequest, rulebook: Rulebook, today: date, now: datetime) -> None:
    """Erase a client's data for the vendor, for instance when the client asks by phone."""
    require(actor, "leads.decide", program_id=lead.program_id)
    with transaction.atomic():
        following.erase_request(actor=actor, lead=lead, rulebook=rulebook, today=today, now=now)
        _note(actor, lead, sentence("Erased the client's data of request %(number)s", number=lead.pk), now)


def _check(lead: LeadRequest, partner: Partner, today: date) -> None:
    if Offer.objects.filter(lead=lead, partner=partner).exists():
        raise UnableToDecideLead({"partner": _("This partner was offered the request before.")})
    if Reservation.objects.filter(lead=lead, partner=partner).exists():
        raise UnableToDecideLead({"partner": _("This partner held the request before.")})
    if partner.ended_on or barred(lead.program_id, today).filter(partner=partner).exists():
        raise UnableToDecideLead({"partner": _("This partner can't take requests at the moment.")})


def _take_away(lead: LeadRequest, *, rulebook: Rulebook, today: date, now: datetime) -> None:
    """End open offers and reservations; their partners keep their own notes (R29)."""
    waiting = Offer.objects.filter(lead=lead, state=Offer.State.WAITING)
    waiting.update(state=Offer.State.WITHDRAWN, answered_at=now)
    for held in Reservation.objects.open().filter(lead=lead).order_by("pk"):
        end_reservation(
            held,
            Reservation.State.WITHDRAWN,
            actor=Actor.system(lead.program_id),
            rulebook=rulebook,
            reason="",
            today=today,
            now=now,
        )


def _note(actor: Actor, lead: LeadRequest, summary: Sentence, now: datetime, *, partner_id: int | None = None) -> None:
    note_act(actor=actor, action="leads.decide", subject=lead, summary=summary, now=now, partner_id=partner_id)
