"""Sends reminders before a grace period ends, on the days set in the definition (B24-3.1.1b)."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse

from common.dates import DAY
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from programs.definition import Definition
from programs.models import Program
from programs.rulebook import Rulebook
from statuses.engine import explain
from statuses.engine.explain import Question
from statuses.histories import histories
from statuses.models import Standing

_ENDING = "SELECT id, track, level, grace_on FROM statuses_standing WHERE program_id = %s AND grace_on = ANY(%s)"


def remind(*, rulebook: Rulebook, on: date, now: datetime) -> int:
    """Send the day's reminders to partners with something still missing; returns how many were sent."""
    program = rulebook.program
    standings = _to_remind(program.pk, rulebook.on(on), on)
    if not standings:
        return 0
    known = histories([standing.partner_id for standing in standings], until=on)
    spoken = languages_of(program, [standing.partner_id for standing in standings])
    drafts = []
    for standing in standings:
        explanations, _ = explain(known[standing.partner_id], rulebook.revisions, on)
        term = next(found.term for found in explanations if found.track.code == standing.track)
        if term and standing.grace_on and not term.met:
            write = partial(_draft, program, standing, term, standing.grace_on - DAY, on)
            drafts.append(in_every_language(spoken[standing.partner_id], write))
    return send_notices(program_id=program.pk, drafts=drafts, now=now)


def _to_remind(program_id: int, definition: Definition, on: date) -> list[Standing]:
    """Standings whose grace period has a reminder on the day: one query on most days."""
    asked = {
        (track.code, level.code, on + timedelta(days=days) + DAY)
        for track in definition.tracks
        for level in track.levels
        if level.grace
        for days in level.grace.reminders
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENDING, [program_id, [ends for *_, ends in asked]])
        found = [pk for pk, *standing in cursor if tuple(standing) in asked]
    return list(Standing.objects.filter(pk__in=found).select_related("partner")) if found else []


def _draft(program: Program, standing: Standing, term: Question, last: date, on: date) -> Draft:
    missing = [finding for finding in term.findings if not finding.met]
    text = {"program": program, "partner": standing.partner, "level": term.level, "last": last, "missing": missing}
    return Draft(
        partner_id=standing.partner_id,
        kind="reminder",
        key=f"reminder/{standing.partner_id}/{standing.track}/{last}/{(last - on).days}",
        on=on,
        subject=" ".join(render_to_string("statuses/notices/reminder_subject.txt", text).split()),
        body=render_to_string("statuses/notices/reminder.txt", text),
        clause=term.level.grace.clause if term.level.grace else "",
        link=reverse("portal:dashboard"),
    )
