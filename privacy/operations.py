"""Exports and erases people's data: their own, anybody's for a manager, and what a program no longer keeps."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.models import User
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.dates import months_after
from common.personal.erasing import Found, erase_old, erase_person
from common.personal.registry import HOLDINGS, obstacles
from common.refusals import Refused
from common.tenancy import bind
from privacy.models import Erasure
from privacy.queries import address_digest, archive, find_data
from programs.models import Program
from programs.rulebook import Rulebook

PERMISSION = "privacy.decide"


class UnableToErase(Refused):
    """The person can't be erased now; ``problems`` says why, by field."""


def look_up(*, actor: Actor, program_id: int, email: str, now: datetime) -> Found:
    """Everything held of the person with an address, for a manager; the audit log notes it without the address."""
    require(actor, PERMISSION, program_id=program_id)
    found = find_data(program_id, email)
    _note(actor, program_id, sentence("Looked up the data held of a person"), now)
    return found


def download(*, actor: Actor, program_id: int, email: str, now: datetime) -> bytes:
    """Everything held of a person as a ZIP, for a manager who was asked for it."""
    require(actor, PERMISSION, program_id=program_id)
    found = find_data(program_id, email)
    if found.is_empty:
        raise UnableToErase({"email": _("We have no data about a person with this address.")})
    _note(actor, program_id, sentence("Downloaded the data held of a person"), now)
    return archive(found)


def erase_by_address(*, actor: Actor, program_id: int, email: str, today: date, now: datetime) -> Erasure:
    """Erase everything held of the person with an address, for a manager who was asked to.

    Raises UnableToErase for the vendor's own staff. Other people's words that mention the person are changed even if
    nothing else is held.
    """
    require(actor, PERMISSION, program_id=program_id)
    with transaction.atomic():
        found = find_data(program_id, email)
        if said := obstacles(program_id, found.person.user_id, own=False):
            raise UnableToErase({"email": str(said[0])})
        row = _erase(found, Erasure.Cause.MANAGER, actor, today=today, now=now)
        note_act(
            actor=actor,
            action=PERMISSION,
            subject=row,
            summary=sentence(
                "Erased a person: %(rows)s rows, %(mentions)s texts changed",
                rows=sum(row.rows.values()),
                mentions=row.mentions,
            ),
            now=now,
        )
    return row


def erase_own(*, actor: Actor, user: User, program: Program, today: date, now: datetime) -> Erasure:
    """Erase everything held of the person who asks, and the account if no other program needs it.

    Raises UnableToErase for staff, and for a partner's only main user.
    """
    if actor.user_id != user.pk:
        raise UnableToErase({"": _("You can only erase your own data.")})
    with transaction.atomic():
        if said := obstacles(program.pk, user.pk, own=True):
            raise UnableToErase({"": str(said[0])})
        found = find_data(program.pk, user.email)
        if found.person.alone:
            # What other programs hold, such as old emails, goes first: they don't know the account afterwards.
            for pk in Program.objects.exclude(pk=program.pk).order_by("pk").values_list("pk", flat=True):
                _erase(find_data(pk, user.email), Erasure.Cause.OWN, Actor.system(pk), today=today, now=now)
        return _erase(found, Erasure.Cause.OWN, Actor.system(program.pk), today=today, now=now)


def erase_expired(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Erase what the program no longer keeps, by the months of its file or the holding's own; returns how many rows."""
    require(actor, "privacy.run")
    program = rulebook.program
    months = rulebook.on(today).privacy.months
    rows = {
        each.code: erase_old(
            program.pk, each, months_after(today, -months.get(each.code, each.months)), today=today, now=now
        )
        for each in HOLDINGS
        if each.old is not None
    }
    done = {code: number for code, number in rows.items() if number}
    if done:
        with bind(program.pk):
            Erasure.objects.create(program=program, cause=Erasure.Cause.RETENTION, at=now, rows=done)
    return sum(done.values())


def _erase(found: Found, cause: str, actor: Actor, *, today: date, now: datetime) -> Erasure:
    program_id, digest = found.person.program_id, address_digest(found.person.address)
    done = erase_person(found, today=today, now=now)
    with bind(program_id):
        return Erasure.objects.create(
            program_id=program_id,
            cause=cause,
            by_id=actor.user_id,
            at=now,
            digest=digest,
            rows=done.rows,
            mentions=done.mentions,
            kept=done.kept,
        )


def _note(actor: Actor, program_id: int, summary: Sentence, now: datetime) -> None:
    note_act(actor=actor, action=PERMISSION, subject=Erasure(program_id=program_id), summary=summary, now=now)
