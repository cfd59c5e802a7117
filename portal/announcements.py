"""Telling a partner what was decided about its level."""

from datetime import datetime

from django.template.loader import render_to_string

from notices.operations import send_notice
from partners.models import Partner
from programs.definition import Definition
from programs.models import Program
from statuses.events import StandingsSettled
from statuses.models import StatusChange


def announce(event: StandingsSettled, *, definition: Definition, now: datetime) -> int:
    """Send a notice for every new decision; a decision is told once. Returns how many were sent."""
    program = Program.objects.get(pk=event.program_id)
    people = Partner.objects.in_bulk({decided.partner_id for decided in event.decided})
    sent = 0
    for decided in event.decided:
        track = definition.track(decided.track)
        text = {
            "program": program,
            "partner": people[decided.partner_id],
            "before": track.level(decided.before),
            "after": track.level(decided.after),
            "on": decided.on,
            "cause": StatusChange.Cause(decided.cause).label,
        }
        sent += send_notice(
            program_id=event.program_id,
            partner_id=decided.partner_id,
            kind="level",
            key=f"level/{decided.partner_id}/{decided.track}/{decided.on}/{decided.before}/{decided.after}",
            on=decided.on,
            subject=" ".join(render_to_string("notices/level_subject.txt", text).split()),
            body=render_to_string("notices/level.txt", text),
            now=now,
        )
    return sent
