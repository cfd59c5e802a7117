"""Notifies partners of decisions about their levels."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from notices.attachments import attachment
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from partners.models import Application
from programs.definition import Definition
from programs.models import Program
from statuses.certificates.mailing import KIND
from statuses.events import LevelDecided, StandingsSettled
from statuses.models import Certificate, StatusChange

Words = Callable[..., tuple[str, str]]


Issued = Mapping[tuple[int, str], Certificate]


def announce(event: StandingsSettled, certificates: Issued) -> int:
    """Send a notice for every new decision in the partner's language, once each. Returns how many.

    A level that was reached or confirmed brings its discount, and its email the certificate (BSM-mail).

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
    drafts = [
        in_every_language(
            spoken[decided.partner_id],
            partial(_draft, decided, words, certificate=_certificate(decided, event, certificates)),
        )
        for decided in telling
    ]
    return send_notices(program_id=program.pk, drafts=drafts, now=event.now)


def _welcomed(event: StandingsSettled) -> set[int]:
    """Partners whose acceptance has its own notice (notices/about/admission.py)."""
    entered = [decided.partner_id for decided in event.decided if decided.cause == StatusChange.Cause.ACCEPTANCE]
    if not entered:
        return set()
    return set(Application.objects.filter(partner__in=entered).values_list("partner_id", flat=True))


def _certificate(decided: LevelDecided, event: StandingsSettled, certificates: Issued) -> Certificate | None:
    """The certificate that the decision brings: of this level, and made for it."""
    found = certificates.get((decided.partner_id, decided.track))
    return found if found and found.level == decided.after and found.issued_on == event.until else None


def _draft(decided: LevelDecided, words: Words, *, certificate: Certificate | None) -> Draft:
    change = (decided.track, decided.on, decided.before, decided.after)
    subject, body = words(translation.get_language() or "", *change, decided.cause)
    if certificate:
        body = f"{body}\n\n{render_to_string('statuses/notices/certificate.txt', {'certificate': certificate})}"
    return Draft(
        partner_id=decided.partner_id,
        kind="level",
        key="/".join(["level", str(decided.partner_id), *map(str, change)]),
        on=decided.on,
        subject=subject,
        body=body,
        link=reverse("statuses:history"),
        attached=attachment(KIND, certificate.serial) if certificate else "",
    )


def _words(program: Program, definition: Definition) -> Words:
    """Subject and text of a decision, rendered once per day for all partners with the same outcome and language.

    That is the reader's language; ``_language`` is there for the cache.
    """

    @lru_cache
    def words(_language: str, track: str, on: object, before: str, after: str, cause: str) -> tuple[str, str]:
        levels = definition.track(track)
        level = levels.level(after)
        text = {
            "program": program,
            "before": levels.level(before),
            "after": level,
            "discount": level.benefits.discount if level else None,
            "on": on,
            "cause": StatusChange.Cause(cause).label,
        }
        subject = " ".join(render_to_string("statuses/notices/level_subject.txt", text).split())
        return subject, render_to_string("statuses/notices/level.txt", text)

    return words
