"""Publishes a program's rules. A published revision never changes; a correction is a new one."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audit import note_act
from accounts.permissions import may
from accounts.sentences import sentence
from common import events
from common.actor import Actor
from common.refusals import Refused
from common.tenancy import bind, bind_system
from programs.definition import Definition
from programs.definition.load import load
from programs.events import RevisionPublished
from programs.models import Program, Revision
from programs.sites import follow_file, taken_by_another

Level = tuple[str, str]
"""The codes of a track and of a level on it."""
PartnersOn = Callable[[Program], Mapping[Level, int]]
"""How many partners stand on each level; statuses know, which this app may not ask."""


class UnableToPublish(Refused):
    """The definition is valid but can't be published; the message says why."""


def _ask_in_vain(program: Program) -> Mapping[Level, int]:
    raise UnableToPublish({"": _("Changing a program's rules needs to know on which levels its partners stand.")})


FIRST_RULES: PartnersOn = _ask_in_vain
"""``partners_on`` for the rules with which a program begins; a change of them is refused with UnableToPublish."""


@transaction.atomic
def publish(
    *,
    actor: Actor,
    program_code: str,
    source: str,
    effective_from: date,
    now: datetime,
    partners_on: PartnersOn,
) -> Revision:
    """Publish a definition (TOML) from a day on, as the program's next revision; the first one creates the program.

    The program's name, time zone and sites change immediately. ``partners_on`` tells which levels partners have, so
    that none of them disappears; pass ``FIRST_RULES`` if there are no partners yet. Raises `DefinitionInvalid` with
    every problem of the text, `UnableToPublish` for the rest, `PermissionError` for an actor who may not publish.
    """
    if not may(actor, "rules.publish"):
        raise PermissionError("Only an administrator of the program publishes its rules.")
    definition = load(source)
    _refuse_other_program(program_code, definition)
    program = _program(definition)
    if actor.program_id not in (None, program.pk):
        raise PermissionError("An administrator publishes the rules of the own program only.")
    with bind(program.pk):
        last = Revision.objects.filter(program=program).order_by("number").last()
        digest = sha256(source.encode()).hexdigest()
        if last:
            _refuse_step_back(last, digest, effective_from)
            _refuse_lost_levels(program, definition, partners_on)
        revision = Revision.objects.create(
            program=program,
            number=last.number + 1 if last else 1,
            effective_from=effective_from,
            source=source,
            definition=definition.model_dump(mode="json"),
            digest=digest,
            published_at=now,
            published_by_id=actor.user_id,
        )
        _follow(program, definition)
        note_act(
            actor=actor,
            action="rules.publish",
            subject=revision,
            now=now,
            summary=sentence(
                "Published revision %(number)s of the rules, in force from %(effective_from)s",
                number=revision.number,
                effective_from=effective_from,
            ),
        )
        events.publish(RevisionPublished(program.pk, revision.pk, effective_from, now))
    return revision


def _program(definition: Definition) -> Program:
    """Return the program's row, created if new, and locked so that publications run one after the other."""
    info = definition.program
    with bind_system():
        Program.objects.get_or_create(code=info.code, defaults={"name": info.name, "time_zone": info.time_zone})
    return Program.objects.select_for_update(no_key=True).get(code=info.code)


def _refuse_other_program(code: str, definition: Definition) -> None:
    if definition.program.code != code:
        said = _(
            "The file describes the program %(found)s, not %(wanted)s: see program.code, or publish it as %(found)s."
        )
        raise UnableToPublish({"": said % {"found": definition.program.code, "wanted": code}})


def _refuse_step_back(last: Revision, digest: str, effective_from: date) -> None:
    known = {"number": last.number, "day": last.effective_from, "wanted": effective_from}
    if digest == last.digest:
        said = _("These are the rules already published as revision %(number)s, in force from %(day)s.")
        raise UnableToPublish({"": said % known})
    if effective_from < last.effective_from:
        said = _("Revision %(number)s is in force from %(day)s. The next one can't start before that day (%(wanted)s).")
        raise UnableToPublish({"": said % known})


def _refuse_lost_levels(program: Program, definition: Definition, partners_on: PartnersOn) -> None:
    kept = {(track.code, level.code) for track in definition.tracks for level in track.levels}
    lost = [
        ngettext("%(count)s partner on %(level)s of %(track)s", "%(count)s partners on %(level)s of %(track)s", count)
        % {"count": count, "level": level, "track": track}
        for (track, level), count in sorted(partners_on(program).items())
        if level and count and (track, level) not in kept
    ]
    if lost:
        said = _("The new rules have no place for: %(lost)s. Keep the level in the file.")
        raise UnableToPublish({"": said % {"lost": ", ".join(lost)}})


def _follow(program: Program, definition: Definition) -> None:
    """Set name, time zone and sites (B24-15.2) from the newest definition."""
    program.name, program.time_zone = definition.program.name, definition.program.time_zone
    program.save(update_fields=["name", "time_zone"])
    taken = taken_by_another(program, definition)
    if taken:
        said = _("The host %(host)s belongs to the program %(program)s.")
        raise UnableToPublish({"": said % {"host": taken.host, "program": taken.program.code}})
    follow_file(program, definition)
