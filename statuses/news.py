"""Notifies partners of decisions about their levels."""

from collections.abc import Callable
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from notices.languages import languages_of
from notices.operations import Draft, send_notices
from partners.models import Application
from programs.definition import Definition
from programs.models import Program
from statuses.events import LevelDecided, StandingsSettled
from statuses.models import StatusChange

Words = Callable[..., tuple[str, str]]


def announce(event: StandingsSettled) -> int:
    """Send a notice for every new decision in the partner's language, once each. Returns how many.

    The end of a partnership has its own notice (portal/partnership.py).
    """
    program = event.rulebook.program
    told = _welcomed(event)
    telling = [
        decided
        for decided in event.decided
        if not (decided.cause == StatusChange.Cause.ACCEPTANCE and decided.partner_id in told)
        and decided.cause != StatusChange.Cause.TERMINATION
    ]
    spoken = languages_of(program, {decided.partner_id for decided in telling})
    words = _words(program, event.rulebook.on(event.until))
    drafts = [_draft(decided, words, spoken[decided.partner_id]) for decided in telling]
    return send_notices(program_id=program.pk, drafts=drafts, now=event.now)


def _welcomed(event: StandingsSettled) -> set[int]:
    """Partners whose acceptance has its own notice (notices/about/admission.py)."""
    entered = [decided.partner_id for decided in event.decided if decided.cause == StatusChange.Cause.ACCEPTANCE]
    if not entered:
        return set()
    return set(Application.objects.filter(partner__in=entered).values_list("partner_id", flat=True))


def _draft(decided: LevelDecided, words: Words, language: str) -> Draft:
    change = (decided.track, decided.on, decided.before, decided.after)
    subject, body = words(language, *change, decided.cause)
    return Draft(
        partner_id=decided.partner_id,
        kind="level",
        key="/".join(["level", str(decided.partner_id), *map(str, change)]),
        on=decided.on,
        subject=subject,
        body=body,
        link=reverse("statuses:history"),
    )


def _words(program: Program, definition: Definition) -> Words:
    """Subject and text of a decision, rendered once per day for all partners with the same outcome and language."""

    @lru_cache
    def words(language: str, track: str, on: object, before: str, after: str, cause: str) -> tuple[str, str]:
        levels = definition.track(track)
        text = {
            "program": program,
            "before": levels.level(before),
            "after": levels.level(after),
            "on": on,
            "cause": StatusChange.Cause(cause).label,
        }
        with translation.override(language):
            subject = " ".join(render_to_string("statuses/notices/level_subject.txt", text).split())
            return subject, render_to_string("statuses/notices/level.txt", text)

    return words
