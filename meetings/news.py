"""Notices to partners about meetings, and the email to a manager whom a partner asks for another time."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from common.actor import Actor
from meetings.events import MeetingChanged, OtherTimeAsked
from meetings.models import Meeting
from meetings.rules import kind_of
from notices.languages import languages_of
from notices.operations import Draft, MailDraft, queue_mails, send_notices
from notices.wording import in_every_language, to_each
from programs.homes import own_language
from programs.rulebook import Rulebook


def tell_of_meeting(event: MeetingChanged) -> None:
    """Tell the partner what happened to the meeting."""
    row = _rows(event.program_id).get(pk=event.meeting_id)
    key = f"meeting/{row.pk}/{event.what}/{event.now.isoformat()}"
    _tell([(row, key)], event.what, rulebook=event.rulebook, on=event.today, now=event.now)


def remind_of_meetings(*, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Remind partners of coming meetings, on the days that the program sets; returns the number of notices."""
    found = []
    for kind in rulebook.on(today).meetings:
        for days in kind.reminders:
            rows = _rows(rulebook.program.pk).planned().filter(kind=kind.code, on=today + timedelta(days=days))
            found += [(row, f"meeting/{row.pk}/reminder/{row.on}/{days}") for row in rows.order_by("pk")]
    return _tell(found, "reminder", rulebook=rulebook, on=today, now=now)


def mail_manager(event: OtherTimeAsked) -> None:
    """Email the manager who leads the meeting that the partner wants another time."""
    row = _rows(event.program_id).get(pk=event.meeting_id)
    if not row.manager.is_active:
        return
    program = event.rulebook.program
    words = {"meeting": row, "partner": row.partner}

    def write(person: User) -> MailDraft:
        return MailDraft(
            to=person.email,
            key=f"meeting/{row.pk}/asked/{event.now.isoformat()}",
            subject=" ".join(render_to_string("meetings/notices/asked_subject.txt", words).split()),
            text=render_to_string("meetings/notices/asked.txt", words),
            link=reverse("admin:meetings_meeting_change", args=[row.pk]),
        )

    queue_mails(program_id=program.pk, drafts=to_each([row.manager], own_language(program), write), now=event.now)


def _rows(program_id: int) -> Any:
    return Meeting.objects.visible_to(Actor.system(program_id)).select_related("partner", "manager", "program")


def _tell(about: list[tuple[Meeting, str]], what: str, *, rulebook: Rulebook, on: date, now: datetime) -> int:
    if not about:
        return 0
    program, rules = rulebook.program, rulebook.on(on)
    spoken = languages_of(program, [row.partner_id for row, _key in about])
    drafts = []
    for row, key in about:
        kind = kind_of(rules, row.kind)
        words = {
            "what": what,
            "meeting": row,
            "name": kind.name if kind else row.kind,
            "manager": row.manager,
        }
        clause = kind.clause if kind else ""
        write = partial(_draft, row.partner_id, key, on, words, clause)
        drafts.append(in_every_language(spoken[row.partner_id], write))
    return send_notices(program_id=program.pk, drafts=drafts, now=now)


def _draft(partner_id: int, key: str, on: date, words: dict[str, Any], clause: str) -> Draft:
    subject = render_to_string("meetings/notices/meeting_subject.txt", words)
    body = render_to_string("meetings/notices/meeting.txt", words)
    return Draft(partner_id, "meeting", key, on, subject, body, clause=clause, link=reverse("meetings:meetings"))
