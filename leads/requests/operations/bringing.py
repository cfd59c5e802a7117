"""Brings in requests from a CSV file: all rows or none, after a dry run that shows what is wrong with each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.refusals import Refused
from common.sheets import lines
from leads.requests.models import LeadRequest
from leads.requests.operations.receiving import UnableToRequest, receive_request
from leads.requests.sheets import ERROR, OWN, Sheet, is_yes, read_sheet
from programs.rulebook import Rulebook


class UnableToBring(Refused):
    """The file can't be read; the message says why."""


@dataclass
class Brought:
    """How many requests came in, or would; the problems by line; and the failed rows as a file."""

    rows: int = 0
    dry_run: bool = True
    problems: list[tuple[int, str]] = field(default_factory=list)
    failed: str = ""


class _Undone(Exception):
    """Rolls a dry run back."""


def bring_requests(*, actor: Actor, rulebook: Rulebook, content: bytes, dry_run: bool, now: datetime) -> Brought:
    """Send every row of the file as a request. With ``dry_run``, or if any row has a problem, nothing is stored.

    Raises UnableToBring for a file that can't be read; PermissionDenied for anyone but the staff.
    """
    require(actor, "leads.decide", program_id=rulebook.program.pk)
    leads = rulebook.on(now.date()).leads
    sheet = read_sheet(content, [each.code for each in leads.form] if leads else [])
    if sheet.problem:
        raise UnableToBring({"file": sheet.problem})
    done = Brought(rows=len(sheet.rows), dry_run=dry_run)
    failed: dict[int, str] = {}
    try:
        with transaction.atomic():
            for line, row in sheet.rows:
                if problem := _send(actor, rulebook, row, now):
                    failed[line] = problem
            if failed or dry_run:
                raise _Undone
            note_act(
                actor=actor,
                action="leads.decide",
                subject=LeadRequest(program_id=rulebook.program.pk),
                summary=sentence("Brought in %(count)s requests from a file", count=done.rows),
                now=now,
            )
    except _Undone:
        pass
    done.problems = sorted(failed.items())
    done.failed = _failed(sheet, failed)
    return done


def _send(actor: Actor, rulebook: Rulebook, row: Mapping[str, str], now: datetime) -> str:
    """Send one row; returns what is wrong with it."""
    try:
        with transaction.atomic():
            receive_request(
                actor=actor,
                rulebook=rulebook,
                kind=row.get("kind", ""),
                answers={code: cell for code, cell in row.items() if code not in (*OWN, ERROR)},
                consent=is_yes(row.get("consent", "")),
                source=row.get("source", ""),
                currency=row.get("currency", "").upper()[:3],
                now=now,
            )
    except UnableToRequest as error:
        return "; ".join(f"{code}: {said}" if code else str(said) for code, said in error.problems.items())
    return ""


def _failed(sheet: Sheet, failed: Mapping[int, str]) -> str:
    head = [name for name in sheet.head if name != ERROR]
    rows = [[*(row.get(name, "") for name in head), failed[line]] for line, row in sheet.rows if line in failed]
    return "".join(lines([*head, ERROR], rows)) if rows else ""
