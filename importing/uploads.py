"""Imports uploaded in the admin: tried first, then carried out; all or nothing, as by `manage.py import-log`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.refusals import Refused
from importing import activity_rows, partner_rows
from importing.models import ImportRun
from importing.operations import DayAhead, Imported, UnableToImport, import_log
from importing.problems import Problem
from programs.models import Program
from programs.queries import NothingPublished

PERMISSION = "network.import"
KEPT = timedelta(days=30)
MOST_KEPT = 10_000  # problems of one import; the rest is told by their number
# A file that wasn't uploaded has only its header, so that partners can be imported alone.
_HEADERS = {
    partner_rows.FILE: ",".join(partner_rows.COLUMNS.names),
    activity_rows.FILE: ",".join(activity_rows.COLUMNS.names),
}


class UnableToRunImport(Refused):
    """The import can't be carried out; the message says why."""


def try_import(*, actor: Actor, program: Program, files: Mapping[str, bytes], today: date, now: datetime) -> ImportRun:
    """Store uploaded files with what importing them would do; nothing of them is imported.

    ``files`` are contents by name. Raises PermissionDenied for anyone but the program's administrators.
    """
    require(actor, PERMISSION, program_id=program.pk)
    assert actor.user_id is not None, "only people upload"
    contents = {name: files.get(name) or f"{header}\n".encode() for name, header in _HEADERS.items()}
    with transaction.atomic():
        run = ImportRun(
            program=program,
            uploaded_by_id=actor.user_id,
            uploaded_at=now,
            partners=contents[partner_rows.FILE],
            activities=contents[activity_rows.FILE],
        )
        _attempt(run, today=today, now=now, dry_run=True)
        run.save()
        _note(actor, run, now, sentence("Uploaded files and tried the import"))
    return run


def carry_out(*, actor: Actor, run: ImportRun, today: date, now: datetime) -> ImportRun:
    """Import the files of an upload, all of them or nothing.

    Raises UnableToRunImport if that was done before, or if the files have problems, which are stored with the run;
    PermissionDenied for anyone but the program's administrators.
    """
    require(actor, PERMISSION, program_id=run.program_id)
    with transaction.atomic():
        held = ImportRun.objects.visible_to(actor).select_for_update().get(pk=run.pk)
        if held.imported_at:
            raise UnableToRunImport({"": _("These files were imported before.")})
        _attempt(held, today=today, now=now, dry_run=False)
        if not held.problems:
            held.imported_at = now
            _note(actor, held, now, sentence("Imported uploaded files"))
        held.save()
    if held.problems:
        raise UnableToRunImport({"": _("The files have problems now. Nothing was imported.")})
    return held


def forget(*, program_id: int, before: datetime) -> int:
    """Delete uploads from before a moment, with their files. Returns how many."""
    return ImportRun.objects.filter(program_id=program_id, uploaded_at__lt=before).delete()[0]


def write_files(run: ImportRun, folder: Path) -> None:
    """Write the files of an upload where the import reads them."""
    (folder / partner_rows.FILE).write_bytes(bytes(run.partners))
    (folder / activity_rows.FILE).write_bytes(bytes(run.activities))


def _attempt(run: ImportRun, *, today: date, now: datetime, dry_run: bool) -> None:
    """Run the import on the files, and store on ``run`` what came of it."""
    program = run.program
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_files(run, folder)
        found: list[Problem] = []
        outcome: Imported | None = None
        try:
            system = Actor.system(program.pk)
            outcome = import_log(actor=system, program=program, folder=folder, today=today, now=now, dry_run=dry_run)
        except UnableToImport as error:
            found = error.problems
        except (DayAhead, NothingPublished) as error:
            found = [Problem("", 0, str(error))]
    run.problems = [[each.file, each.line, each.reason] for each in found[:MOST_KEPT]]
    run.outcome = {"problems": len(found)} if outcome is None else _told(outcome)


def _told(outcome: Imported) -> dict[str, Any]:
    return {**asdict(outcome), "stands_on": outcome.stands_on.isoformat(), "problems": 0}


def _note(actor: Actor, run: ImportRun, now: datetime, done: Sentence) -> None:
    note_act(
        actor=actor,
        action=PERMISSION,
        subject=run,
        now=now,
        summary=done,
        details={name: number for name, number in run.outcome.items() if isinstance(number, int)},
    )
