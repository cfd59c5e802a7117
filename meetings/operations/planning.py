"""Operations on meetings: schedule, move, cancel, and ask for another time (B24-3.1.3m)."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require
from accounts.sentences import says
from common.actor import Actor
from common.events import publish
from common.text import read_into
from meetings.events import MeetingChanged, OtherTimeAsked
from meetings.models import Meeting
from meetings.rules import kind_of, quarter_of
from meetings.writing import PERMISSION, State, UnableToMeet, checked_text, decide, hold_planned, note, save, tell, why
from partners.models import Partner
from programs.models import Staff
from programs.rulebook import Rulebook, read_rulebook


def schedule_meeting(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    kind: str,
    on: date,
    at: time,
    today: date,
    now: datetime,
    place: str = "",
    manager: User | None = None,
) -> Meeting:
    """Schedule a meeting with a partner, led by ``manager``, else by the actor.

    ``on`` and ``at`` are in the program's time zone. Raises UnableToMeet for a past day, a former partner, an unknown
    kind, a manager who doesn't work in the program, or a quarter that already has such a meeting; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=partner.program_id)
    problems: dict[str, str] = {}
    if kind_of(rulebook.on(today), kind) is None:
        problems["kind"] = _("Choose one of the program's meetings.")
    if partner.ended_on is not None:
        problems["partner"] = _("This partnership has ended.")
    leader: Any = manager.pk if manager else actor.user_id
    if not Staff.objects.filter(program_id=partner.program_id, user_id=leader).exists():
        problems["manager"] = _("Choose who leads the meeting.")
    place = _checked(problems, on, place, today)
    if problems:
        raise UnableToMeet(problems)
    with transaction.atomic():
        meeting = Meeting(
            program_id=partner.program_id,
            partner=partner,
            kind=kind,
            quarter=quarter_of(on),
            on=on,
            at=at,
            place=place,
            manager_id=leader,
            scheduled_at=now,
            scheduled_by_id=actor.user_id,
        )
        save(meeting)
        note(actor, meeting, says("Scheduled the meeting with %(partner)s on %(on)s"), now)
        publish(MeetingChanged(rulebook, partner.pk, meeting.pk, "scheduled", today, now))
    return meeting


def move_meeting(
    *, actor: Actor, meeting: Meeting, on: date, at: time, today: date, now: datetime, place: str = ""
) -> Meeting:
    """Move a scheduled meeting; a request for another time is answered by it. Raises UnableToMeet, PermissionDenied."""
    require(actor, PERMISSION, program_id=meeting.program_id)
    problems: dict[str, str] = {}
    place = _checked(problems, on, place, today)
    if problems:
        raise UnableToMeet(problems)
    with transaction.atomic():
        row = hold_planned(actor, meeting)
        row.on, row.at, row.quarter = on, at, quarter_of(on)
        row.place = place or row.place
        row.asked, row.asked_at, row.asked_by_id = "", None, None
        save(row)
        note(actor, row, says("Moved the meeting with %(partner)s on %(on)s"), now)
        tell(row, "moved", today, now)
    return row


def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str, today: date, now: datetime) -> Meeting:
    """Cancel a scheduled meeting; another one can be scheduled. Raises UnableToMeet, PermissionDenied."""
    require(actor, PERMISSION, program_id=meeting.program_id)
    reason = why(reason)
    with transaction.atomic():
        row = hold_planned(actor, meeting)
        row.reason = reason
        decide(row, State.CANCELLED, actor, now)
        note(actor, row, says("Canceled the meeting with %(partner)s on %(on)s"), now, reason)
        tell(row, "cancelled", today, now)
    return row


def cancel_meetings(*, actor: Actor, partner_id: int, now: datetime) -> int:
    """Cancel the scheduled meetings of a former partner, without notices; returns their number. PermissionDenied."""
    require(actor, PERMISSION)
    rows = Meeting.objects.visible_to(actor).planned().filter(partner_id=partner_id)
    return rows.update(state=State.CANCELLED, decided_at=now, reason="The partnership ended.")


def ask_other_time(*, actor: Actor, meeting: Meeting, text: str, today: date, now: datetime) -> Meeting:
    """Ask the partner manager to move a meeting that is still to come. Raises UnableToMeet, PermissionDenied."""
    require(actor, "meetings.ask", program_id=meeting.program_id)
    problems: dict[str, str] = {}
    text = checked_text(problems, "text", text, _("Enter times that suit you."))
    if problems:
        raise UnableToMeet(problems)
    with transaction.atomic():
        row = hold_planned(actor, meeting)
        if row.on < today:
            raise UnableToMeet({"": _("This meeting is over.")})
        row.asked, row.asked_at, row.asked_by_id = text, now, actor.user_id
        row.save(update_fields=["asked", "asked_at", "asked_by"])
        publish(OtherTimeAsked(read_rulebook(row.program_id), row.partner_id, row.pk, now))
    return row


def _checked(problems: dict[str, str], on: date, place: str, today: date) -> str:
    if on < today:
        problems["on"] = _("Choose today or a later day.")
    return read_into(problems, "place", place)
