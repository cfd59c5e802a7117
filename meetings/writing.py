"""Writes that operations on meetings share: lock a meeting, check what was typed, save, note and publish."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.sentences import sentence
from common.actor import Actor
from common.constraints import violated
from common.events import publish
from common.letters import clean
from common.refusals import Refused
from meetings.events import MeetingChanged
from meetings.models import Meeting
from meetings.rules import quarter_name
from programs.rulebook import read_rulebook

PERMISSION = "meetings.manage"
LONGEST_TEXT = 1000
State = Meeting.State


class UnableToMeet(Refused):
    """The meeting can't be scheduled, moved, canceled or given this result; ``problems`` says why, by field."""


def hold(actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting with its partner, locked."""
    rows = Meeting.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    return rows.select_related("partner", "activity").get(pk=meeting.pk)


def hold_planned(actor: Actor, meeting: Meeting) -> Meeting:
    """The meeting, locked: if two managers act at once, the second sees what the first did."""
    row = hold(actor, meeting)
    if row.state != State.PLANNED:
        raise UnableToMeet(
            {"": _("This meeting isn't scheduled anymore: %(state)s.") % {"state": row.get_state_display()}}
        )
    return row


def why(reason: str) -> str:
    """The reason, checked. Raises UnableToMeet."""
    problems: dict[str, str] = {}
    reason = checked_text(problems, "reason", reason, _("Enter a reason. The partner reads it."))
    if problems:
        raise UnableToMeet(problems)
    return reason


def checked_text(problems: dict[str, str], field: str, text: str, missing: str) -> str:
    """The text, cleaned; a problem is noted under its field."""
    text = clean(text).strip()
    if not text:
        problems[field] = missing
    elif len(text) > LONGEST_TEXT:
        problems[field] = _("Use at most %(most)s characters.") % {"most": LONGEST_TEXT}
    return text


def save(row: Meeting) -> None:
    """Save a live meeting. The database allows one per quarter, even if two managers schedule at once."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if not violated(error, "meetings_meeting_quarter"):
            raise
        said = _("%(quarter)s already has such a meeting with this partner.") % {"quarter": quarter_name(row.quarter)}
        raise UnableToMeet({"on": said}) from error


def decide(row: Meeting, state: Meeting.State, actor: Actor, now: datetime) -> None:
    """Store the result."""
    row.state, row.decided_at, row.decided_by_id = state, now, actor.user_id
    row.save()


def reopen(row: Meeting) -> None:
    """Take the result back: the meeting waits for one again. Raises UnableToMeet."""
    row.state, row.activity, row.reason, row.decided_at, row.decided_by = State.PLANNED, None, "", None, None
    save(row)


def note(actor: Actor, row: Meeting, done: str, now: datetime, reason: str = "") -> None:
    """Write the step into the audit log."""
    note_act(
        actor=actor,
        action=PERMISSION,
        subject=row,
        partner_id=row.partner_id,
        now=now,
        summary=sentence(done, partner=row.partner, on=row.on),
        details={"reason": reason} if reason else {},
    )


def tell(row: Meeting, what: str, today: date, now: datetime) -> None:
    """Publish what happened."""
    publish(MeetingChanged(read_rulebook(row.program_id), row.partner_id, row.pk, what, today, now))
