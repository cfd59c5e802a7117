"""Importing a list of excluded persons from a CSV file, with a dry run (B24-2.4)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.countries import COUNTRY_CODES
from common.dates import DAY
from common.refusals import Refused
from common.text import without_odd
from programs.rulebook import Rulebook
from store.models import ExcludedPerson, PersonList
from store.screening.rules import plain
from store.sheets import Cells, FailedRow, RowsRefused, read_rows

PERMISSION = "persons.import"
COLUMNS = ("name", "country", "reference", "since", "until")
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class ListImported:
    """How many entries a list has now, how many of them are new, and how many were taken off it."""

    entries: int
    added: int
    ended: int
    dry_run: bool


def import_persons(
    *, actor: Actor, rulebook: Rulebook, source: str, content: bytes, dry_run: bool, today: date, now: datetime
) -> ListImported:
    """Replace the list ``source`` by a file with the columns ``COLUMNS``, of which only the name is needed.

    An entry that is no longer in the file ends yesterday. ``dry_run`` changes nothing. Raises RowsRefused with the rows
    that are wrong, Refused for the file as a whole, PermissionDenied for partners.
    """
    program = rulebook.program
    require(actor, PERMISSION, program_id=program.pk)
    source = without_odd(source)[:120]
    if not source:
        raise Refused({"source": _("Enter the list's name.")})
    rows = read_rows(content, COLUMNS, required=("name",), most=MOST_ROWS)
    with transaction.atomic():
        current = ExcludedPerson.objects.visible_to(actor).filter(source=source).on_list(today)
        known = {(row.plain, row.country): row for row in current.select_for_update()}
        wanted = _read(rows, today)
        new = [
            ExcludedPerson(program_id=program.pk, source=source, changed_at=now, changed_by_id=actor.user_id, **values)
            for key, values in wanted.items()
            if key not in known
        ]
        gone = [row.pk for key, row in known.items() if key not in wanted]
        ExcludedPerson.objects.bulk_create(new, batch_size=2000)
        ExcludedPerson.objects.visible_to(actor).filter(pk__in=gone).update(until=today - DAY, changed_at=now)
        done = PersonList.objects.create(
            program_id=program.pk,
            source=source,
            entries=len(wanted),
            added=len(new),
            ended=len(gone),
            imported_at=now,
            imported_by_id=actor.user_id,
        )
        summary = sentence(
            "Imported %(count)s names of %(source)s: %(added)s new, %(removed)s taken off",
            count=len(wanted),
            source=source,
            added=len(new),
            removed=len(gone),
        )
        note_act(actor=actor, action=PERMISSION, subject=done, now=now, summary=summary)
        if dry_run:
            transaction.set_rollback(True)
    return ListImported(len(wanted), len(new), len(gone), dry_run)


def _read(rows: list[tuple[int, Cells]], today: date) -> dict[tuple[str, str], dict[str, Any]]:
    """The entries by compared name and country; a name that stands twice counts once."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    failed: list[FailedRow] = []
    for line, cells in rows:
        name, country = without_odd(cells["name"])[:300], cells["country"].upper()
        since, until = _day(cells["since"]), _day(cells["until"])
        wrong = ""
        if not plain(name):
            wrong = _("enter a name")
        elif country and country not in COUNTRY_CODES:
            wrong = _("“%(code)s” isn't a country code") % {"code": country}
        elif (cells["since"] and since is None) or (cells["until"] and until is None):
            wrong = _("write days like 2026-03-31")
        elif since and until and until < since:
            wrong = _("the end is before the start")
        if wrong:
            failed.append(FailedRow(line, cells, wrong))
            continue
        if until is not None and until < today:
            continue
        found[plain(name)[:300], country] = {
            "name": name,
            "plain": plain(name)[:300],
            "country": country,
            "reference": without_odd(cells["reference"])[:120],
            "since": since or today,
            "until": until,
        }
    if failed:
        raise RowsRefused(COLUMNS, failed)
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
