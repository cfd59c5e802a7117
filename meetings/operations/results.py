"""Operations on the results of meetings: who came, who didn't, and what was recorded by mistake (B24-3.1.3m)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.sentences import says
from activities.models import Activity
from activities.operations import UnableToRecord, UnableToRetract, record_activity, retract_activity
from common.actor import Actor
from meetings.models import Meeting
from meetings.rules import attributes_of, kind_of
from meetings.writing import PERMISSION, State, UnableToMeet, decide, hold, hold_planned, note, reopen, tell, why
from programs.rulebook import Rulebook


def record_attendance(*, actor: Actor, meeting: Meeting, rulebook: Rulebook, today: date, now: datetime) -> Meeting:
    """Record that the partner came: an activity on the meeting's day, on which levels and points follow at once.

    Raises UnableToMeet before the meeting's day, or if it has a result; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=meeting.program_id)
    with transaction.atomic():
        row = hold_planned(actor, meeting)
        _has_come(row, today)
        kind = kind_of(rulebook.on(today), row.kind)
        if kind is None:
            raise UnableToMeet({"": _("The program no longer has this meeting.")})
        done = Activity.objects.filter(reference__startswith=f"meeting-{row.pk}-").count()
        try:
            row.activity = record_activity(
                actor=actor,
                partner=row.partner,
                rulebook=rulebook,
                kind=kind.of,
                on=row.on,
                today=today,
                now=now,
                reference=f"meeting-{row.pk}-{done + 1}",
                attributes=attributes_of(kind),
            )
        except UnableToRecord as error:
            raise UnableToMeet({"": str(error)}) from error
        decide(row, State.ATTENDED, actor, now)
        note(actor, row, says("Recorded attendance at the meeting with %(partner)s on %(on)s"), now)
        tell(row, "attended", today, now)
    return row


def record_absence(*, actor: Actor, meeting: Meeting, reason: str, today: date, now: datetime) -> Meeting:
    """Record that the partner missed the meeting; another one can be scheduled in the same quarter.

    Raises UnableToMeet before the meeting's day, without a reason, or if it has a result; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=meeting.program_id)
    reason = why(reason)
    with transaction.atomic():
        row = hold_planned(actor, meeting)
        _has_come(row, today)
        row.reason = reason
        decide(row, State.MISSED, actor, now)
        note(actor, row, says("Recorded as missed: the meeting with %(partner)s on %(on)s"), now, reason)
        tell(row, "missed", today, now)
    return row


def reverse_result(*, actor: Actor, meeting: Meeting, reason: str, today: date, now: datetime) -> Meeting:
    """Take back a result recorded by mistake; the meeting waits for its result again.

    An attendance is reversed in the log too, with what followed from it. Raises UnableToMeet without a result or a
    reason, or if the quarter has another meeting by now; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=meeting.program_id)
    reason = why(reason)
    with transaction.atomic():
        row = hold(actor, meeting)
        if row.state == State.ATTENDED and row.activity is not None:
            try:
                retract_activity(actor=actor, activity=row.activity, reason=reason, today=today, now=now)
            except UnableToRetract as error:
                raise UnableToMeet({"": str(error)}) from error
        elif row.state != State.MISSED:
            raise UnableToMeet({"": _("This meeting has no result to reverse.")})
        row.refresh_from_db()
        if row.state != State.PLANNED:
            reopen(row)
        note(actor, row, says("Reversed the result of the meeting with %(partner)s on %(on)s"), now, reason)
        tell(row, "reversed", today, now)
    return row


def follow_retraction(*, actor: Actor, activity_id: int) -> Meeting | None:
    """Reopen the meeting whose attendance was reversed in the log; None if the activity was no meeting."""
    require(actor, PERMISSION)
    with transaction.atomic():
        row = Meeting.objects.visible_to(actor).select_for_update(no_key=True).filter(activity_id=activity_id).first()
        if row is not None:
            reopen(row)
    return row


def _has_come(row: Meeting, today: date) -> None:
    if row.on > today:
        raise UnableToMeet({"": _("The meeting is still to come. Record its result afterwards.")})
