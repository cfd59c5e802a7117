"""A partner joins the lead program: accepts its rules, chooses locations, says when it is away."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Code, says, sentence
from common.actor import Actor
from common.constraints import violated
from common.countries import COUNTRY_CODES, country_name
from common.events import publish
from common.refusals import Refused
from common.regions import example_of, region_code
from common.tenancy import bind
from common.text import without_odd
from leads.rotation.eligible import participants, rules_to_accept
from leads.rotation.events import LocationDecided
from leads.rotation.models import Location, MemberAbsence, Participant
from partners.models import Member, Partner
from programs.rulebook import Rulebook, read_rulebook

State = Location.State


class UnableToJoin(Refused):
    """The rules, the location or the absence cannot be accepted; ``problems`` says why, by field."""


def accept_rules(
    *, actor: Actor, partner: Partner, rulebook: Rulebook, version: str, today: date, now: datetime
) -> Participant:
    """Accept the rules of the lead program in the ``version`` that was shown (B24-6.1). Raises UnableToJoin."""
    _require(actor, partner)
    rules = rules_to_accept(rulebook.on(today))
    if rules is None:
        raise UnableToJoin({"": _("This program has no rules to accept for requests.")})
    if version != rules.version:
        raise UnableToJoin({"": _("The rules have changed. Read the new version, then accept it.")})
    with bind(partner.program_id):
        row = participants(partner.program_id, [partner.pk])[partner.pk]
        row.rules_version, row.accepted_at, row.accepted_by_id = rules.version, now, actor.user_id
        row.save(update_fields=["rules_version", "accepted_at", "accepted_by"])
    return row


def set_absence(*, actor: Actor, partner: Partner, until: date | None, today: date) -> Participant:
    """Say that the partner is away until a day, included; None when it is back. Raises UnableToJoin for a past day."""
    _require(actor, partner)
    if until is not None and until < today:
        raise UnableToJoin({"until": _("Choose today or a later day.")})
    with bind(partner.program_id):
        row = participants(partner.program_id, [partner.pk])[partner.pk]
        row.away_until = until
        row.save(update_fields=["away_until"])
    return row


def set_member_absence(*, actor: Actor, partner: Partner, user_id: int, until: date | None, today: date) -> None:
    """Say that a member is away until a day, included; None when it is back.

    Leaders do it for anybody, others for themselves. Raises UnableToJoin for a past day and for somebody who is not in
    the team.
    """
    require(actor, "leads.view" if actor.user_id == user_id else "leads.lead", program_id=partner.program_id)
    if actor.partner_id != partner.pk:
        raise PermissionDenied("leads.lead")
    if until is not None and until < today:
        raise UnableToJoin({"until": _("Choose today or a later day.")})
    with bind(partner.program_id):
        if not Member.objects.filter(partner=partner, user_id=user_id).exists():
            raise UnableToJoin({"person": _("Choose a member of your team.")})
        rows = MemberAbsence.objects.filter(partner=partner, user_id=user_id)
        if until is None:
            rows.delete()
        else:
            given = {"program_id": partner.program_id, "until": until}
            MemberAbsence.objects.update_or_create(partner=partner, user_id=user_id, defaults=given)


def ask_location(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    country: str,
    today: date,
    now: datetime,
    region: str = "",
) -> Location:
    """Ask for another country, or one ``region`` of it as typed; a manager approves it (B24-6.2a, R25).

    Raises UnableToJoin for its own country, one that it has or has asked for, and beyond the program's number.
    """
    _require(actor, partner)
    leads = rulebook.on(today).leads
    additional = leads.locations.additional if leads and leads.locations else 0
    if country not in COUNTRY_CODES:
        raise UnableToJoin({"country": _("Choose a country.")})
    code = region_code(country, region)
    if region.strip() and not code:
        said = _("Enter a region of %(country)s, for example %(example)s.")
        raise UnableToJoin({"region": said % {"country": country_name(country), "example": example_of(country)}})
    if country == partner.country:
        raise UnableToJoin({"country": _("You already cover your own country.")})
    with bind(partner.program_id):
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        held = Location.objects.filter(partner=partner).exclude(slot=None)
        used = set(held.values_list("slot", flat=True))
        slot = next((number for number in range(1, additional + 1) if number not in used), None)
        if slot is None:
            said = _("You can cover %(number)s more countries. Remove one first.")
            raise UnableToJoin({"country": said % {"number": additional}})
        try:
            with transaction.atomic():
                return Location.objects.create(
                    program_id=partner.program_id,
                    partner=partner,
                    country=country,
                    region=code,
                    slot=slot,
                    state=State.WAITING,
                    asked_at=now,
                )
        except IntegrityError as error:
            if not violated(error, "leads_location_once"):
                raise
            raise UnableToJoin({"country": _("You have this country already.")}) from error


def remove_location(*, actor: Actor, location: Location) -> None:
    """Give a location up; its place is free for another one. Raises UnableToJoin if it is gone already."""
    require(actor, "leads.lead", program_id=location.program_id)
    with bind(location.program_id):
        held = Location.objects.filter(pk=location.pk).exclude(slot=None)
        if not held.update(state=State.REMOVED, slot=None):
            raise UnableToJoin({"": _("This location was removed before.")})


def restore_location(*, actor: Actor, location: Location, state: str, slot: int) -> None:
    """Take a location back that was just given up, with its state. Raises UnableToJoin if its place is taken."""
    require(actor, "leads.lead", program_id=location.program_id)
    try:
        with bind(location.program_id), transaction.atomic():
            gone = Location.objects.filter(pk=location.pk, state=State.REMOVED)
            restored = gone.update(state=State(state), slot=slot)
    except IntegrityError as error:
        raise UnableToJoin({"": _("You have asked for another location since.")}) from error
    if not restored:
        raise UnableToJoin({"": _("This location is there already.")})


def approve_location(*, actor: Actor, location: Location, today: date, now: datetime) -> Location:
    """Approve a location: from now on the partner gets requests from there. Raises UnableToJoin."""
    return _decide(actor, location, State.APPROVED, "", today, now)


def decline_location(*, actor: Actor, location: Location, reason: str, today: date, now: datetime) -> Location:
    """Decline a location, with a reason that the partner reads. Raises UnableToJoin."""
    reason = without_odd(reason, lines=True)
    if not reason:
        raise UnableToJoin({"reason": _("Enter a reason.")})
    return _decide(actor, location, State.DECLINED, reason, today, now)


def _decide(actor: Actor, location: Location, state: str, reason: str, today: date, now: datetime) -> Location:
    require(actor, "leads.decide", program_id=location.program_id)
    with transaction.atomic():
        with bind(location.program_id):
            row = Location.objects.select_for_update(no_key=True).get(pk=location.pk)
            if row.state != State.WAITING:
                raise UnableToJoin({"": _("This location was decided before.")})
            row.state, row.reason, row.decided_at, row.decided_by_id = state, reason, now, actor.user_id
            row.slot = row.slot if state == State.APPROVED else None
            row.save()
        note_act(
            actor=actor,
            action="leads.decide",
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence(
                says("Approved the location %(country)s")
                if state == State.APPROVED
                else says("Declined the location %(country)s"),
                country=Code("country", row.country),
            ),
        )
        publish(LocationDecided(read_rulebook(row.program_id), row.partner_id, row.pk, today, now))
    return row


def _require(actor: Actor, partner: Partner) -> None:
    require(actor, "leads.lead", program_id=partner.program_id)
    if actor.partner_id != partner.pk:
        raise PermissionDenied("leads.lead")
