"""Work on a reserved request: assignee, stage, notes, next step, won or lost (B24-6.2d)."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.operations import record_activity
from common.actor import Actor
from common.refusals import Refused
from common.tenancy import bind
from common.text import without_odd
from leads.board.certified import course_of, is_certified
from leads.board.models import LeadNote, Reservation
from leads.board.places import end_reservation, note, others, require_own
from leads.proofs import NoProof, proving_licence
from leads.requests.models import LeadRequest
from leads.rotation.models import MemberAbsence
from partners.models import Member
from programs.definition import Definition
from programs.rulebook import Rulebook

Kind, State = LeadNote.Kind, Reservation.State
LONGEST_NOTE, LONGEST_STEP = 4000, 200


class UnableToWork(Refused):
    """The step is not possible; ``problems`` says why, by field."""


def add_note(*, actor: Actor, reservation: Reservation, text: str, now: datetime) -> LeadNote:
    """Add a note that the partner's team and the vendor read. Raises UnableToWork without a text."""
    text = without_odd(text, lines=True)[:LONGEST_NOTE]
    if not text:
        raise UnableToWork({"text": _("Write a note.")})
    return _changed(actor, reservation, Kind.NOTE, text, now)


def assign_member(
    *, actor: Actor, reservation: Reservation, user_id: int | None, rulebook: Rulebook, today: date, now: datetime
) -> LeadNote:
    """Assign the request to a member of the team, or to nobody (B24-11.2).

    Raises UnableToWork for anybody else, for one who is away, and for one without the certificate that the program
    asks of people who work with clients; that refusal says where the course is taken.
    """
    require_own(actor, reservation)
    with bind(reservation.program_id):
        team = Member.objects.filter(partner_id=reservation.partner_id).select_related("user")
        member = team.filter(user_id=user_id).first() if user_id is not None else None
        if member is not None:
            _check_assignee(member, rulebook.on(today), today)
    if user_id is not None and member is None:
        raise UnableToWork({"assignee": _("Choose a member of your team.")})
    said = str(member.user) if member else ""
    return _changed(actor, reservation, Kind.ASSIGNED, said, now, assignee_id=user_id)


def _check_assignee(member: Member, definition: Definition, today: date) -> None:
    away = MemberAbsence.objects.filter(partner_id=member.partner_id, user_id=member.user_id, until__gte=today).first()
    if away is not None:
        said = _("%(person)s is away until %(day)s. Choose someone else.")
        raise UnableToWork({"assignee": said % {"person": member.user, "day": date_format(away.until)}})
    course = course_of(definition)
    if course is None or is_certified(definition, partner_id=member.partner_id, user=member.user):
        return
    if course.page:
        said = _(
            "%(person)s hasn't passed the course “%(course)s” yet. Everyone who works with clients has to. "
            "It can be taken at %(page)s"
        )
    else:
        said = _(
            "%(person)s hasn't passed the course “%(course)s” yet. Everyone who works with clients has to. "
            "Ask your partner manager where to take it."
        )
    raise UnableToWork({"assignee": said % {"person": member.user, "course": course.name, "page": course.page}})


def set_stage(*, actor: Actor, reservation: Reservation, stage: str, rulebook: Rulebook, now: datetime) -> LeadNote:
    """Move the request to another stage of the program. Raises UnableToWork for an unknown one."""
    leads = rulebook.on(now.date()).leads
    names = {one.code: one.name for one in leads.work.stages} if leads and leads.work else {}
    if stage not in names:
        raise UnableToWork({"stage": _("Choose a stage.")})
    return _changed(actor, reservation, Kind.STAGE, names[stage], now, stage=stage)


def plan_next(
    *, actor: Actor, reservation: Reservation, step: str, on: date | None, today: date, now: datetime
) -> LeadNote:
    """Plan the next step and its day; the assignee is reminded. Raises UnableToWork for a past day."""
    step = without_odd(step)[:LONGEST_STEP]
    if not step:
        raise UnableToWork({"next_step": _("Enter the next step.")})
    if on is not None and on < today:
        raise UnableToWork({"next_on": _("Choose today or a later day.")})
    said = f"{on.isoformat()}: {step}" if on else step
    return _changed(actor, reservation, Kind.NEXT, said, now, next_step=step, next_on=on, reminded_on=None)


def restore_next(*, actor: Actor, reservation: Reservation, step: str, on: date | None, now: datetime) -> LeadNote:
    """Plan the step that was planned before the last one; an empty one is no step. Its day may have passed."""
    said = step or _("No next step")
    return _changed(actor, reservation, Kind.NEXT, said, now, next_step=step, next_on=on, reminded_on=None)


def win_request(
    *,
    actor: Actor,
    reservation: Reservation,
    rulebook: Rulebook,
    today: date,
    now: datetime,
    licence: str = "",
) -> None:
    """Close a request as won: the rating rises, other partners' reservations end, and an activity is recorded.

    The activity is of the kind that the program names for won requests. ``licence`` is the key of a license that the
    partner sold, or the number of its order. Raises UnableToWork if the request ended before and without a proof that
    the program asks for, NoProof for a license that isn't the partner's or proves another request.
    """
    require_own(actor, reservation)
    leads = rulebook.on(today).leads
    if leads and leads.work and leads.work.proof and not licence.strip():
        raise UnableToWork({"licence": _("Enter the license key or order number.")})
    system = Actor.system(reservation.program_id)
    given: dict[str, Any] = {"actor": actor, "rulebook": rulebook, "today": today, "now": now}
    with bind(reservation.program_id):
        LeadRequest.objects.select_for_update(no_key=True).get(pk=reservation.lead_id)
        if licence.strip():
            _prove(actor, reservation, licence.strip())
        _end(reservation, State.WON, "", **given)
        for other in Reservation.objects.filter(others(reservation)).order_by("pk"):
            end_reservation(other, State.OTHER, reason="", **{**given, "actor": system})
        LeadRequest.objects.filter(pk=reservation.lead_id).update(state=LeadRequest.State.WON, closed_at=now)
        kind = leads.work.won_activity if leads and leads.work else None
        if kind:
            record_activity(
                actor=system,
                partner=reservation.partner,
                rulebook=rulebook,
                kind=kind,
                on=today,
                today=today,
                now=now,
                reference=f"lead-{reservation.pk}",
            )


def _prove(actor: Actor, reservation: Reservation, given: str) -> None:
    found = proving_licence(actor, given)
    if Reservation.objects.filter(proof_licence=found).exclude(pk=reservation.pk).exists():
        raise NoProof({"licence": _("This license already proves another request.")})
    Reservation.objects.filter(pk=reservation.pk).update(proof_licence=found)


def lose_request(
    *, actor: Actor, reservation: Reservation, reason: str, rulebook: Rulebook, today: date, now: datetime
) -> None:
    """Close a request as lost, with one of the program's reasons. Raises UnableToWork if it ended before.

    The request stays with the other partners that hold it; it closes with the last of them.
    """
    require_own(actor, reservation)
    leads = rulebook.on(today).leads
    if leads is None or leads.work is None or reason not in leads.work.lost_reasons:
        raise UnableToWork({"reason": _("Choose a reason.")})
    with bind(reservation.program_id):
        lead = LeadRequest.objects.select_for_update(no_key=True).get(pk=reservation.lead_id)
        _end(reservation, State.LOST, reason, actor=actor, rulebook=rulebook, today=today, now=now)
        if lead.state == LeadRequest.State.TAKEN or not _open_left(lead):
            LeadRequest.objects.filter(pk=lead.pk).update(
                state=LeadRequest.State.CLOSED, closed_at=now, close_reason=reason
            )


def _open_left(lead: LeadRequest) -> bool:
    """Whether somebody else still works on the request or can reserve it."""
    return lead.held < lead.places or Reservation.objects.open().filter(lead=lead).exists()


def _end(
    reservation: Reservation, state: str, reason: str, *, actor: Actor, rulebook: Rulebook, today: date, now: datetime
) -> None:
    done = end_reservation(reservation, state, actor=actor, rulebook=rulebook, reason=reason, today=today, now=now)
    if not done:
        raise UnableToWork({"": _("This reservation ended before.")})


def _changed(actor: Actor, reservation: Reservation, kind: str, text: str, now: datetime, **columns: Any) -> LeadNote:
    """Change an open reservation and note it in its history."""
    require_own(actor, reservation)
    with bind(reservation.program_id):
        if (
            not Reservation.objects.open()
            .filter(pk=reservation.pk)
            .update(touched_at=now, escalated_at=None, **columns)
        ):
            raise UnableToWork({"": _("This reservation ended before.")})
        return note(reservation, kind, actor=actor, now=now, text=text)
