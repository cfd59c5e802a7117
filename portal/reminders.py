"""Reminders before a grace period ends, on the days the definition names (B24-3.1.1b)."""

from datetime import date, datetime, timedelta

from django.template.loader import render_to_string

from common.dates import DAY
from notices.operations import Draft, send_notices
from programs.definition.revisions import Revisions
from programs.definition.tracks import Level, Track
from programs.models import Program
from statuses.engine import explain
from statuses.engine.explain import Question
from statuses.histories import histories
from statuses.models import Standing


def remind(*, program: Program, revisions: Revisions, on: date, now: datetime) -> int:
    """Send the day's reminders to partners for whom something is still missing; returns how many were sent."""
    definition = revisions.at(on)[1]
    return sum(
        _remind(program, revisions, track, level, on + timedelta(days=days), on, now)
        for track in definition.tracks
        for level in track.levels
        if level.grace
        for days in level.grace.reminders
    )


def _remind(
    program: Program, revisions: Revisions, track: Track, level: Level, last: date, on: date, now: datetime
) -> int:
    """Remind those whose last day is ``last``."""
    standings = Standing.objects.filter(
        program_id=program.pk, track=track.code, level=level.code, grace_on=last + DAY
    ).select_related("partner")
    if not standings:
        return 0
    known = histories([standing.partner_id for standing in standings], until=on)
    drafts = []
    for standing in standings:
        explanations, _ = explain(known[standing.partner_id], revisions, on)
        term = next(found.term for found in explanations if found.track.code == track.code)
        if term and not term.met:
            drafts.append(_draft(program, standing, term, last, on))
    return send_notices(program_id=program.pk, drafts=drafts, now=now)


def _draft(program: Program, standing: Standing, term: Question, last: date, on: date) -> Draft:
    missing = [finding for finding in term.findings if not finding.met]
    text = {"program": program, "partner": standing.partner, "level": term.level, "last": last, "missing": missing}
    return Draft(
        partner_id=standing.partner_id,
        kind="reminder",
        key=f"reminder/{standing.partner_id}/{standing.track}/{last}/{(last - on).days}",
        on=on,
        subject=" ".join(render_to_string("notices/reminder_subject.txt", text).split()),
        body=render_to_string("notices/reminder.txt", text),
        clause=term.level.grace.clause if term.level.grace else "",
    )
