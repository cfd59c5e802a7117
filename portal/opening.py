"""Opens a day: the nightly work, safe to repeat, missed days in order (docs/engine.md, "One day").

A day takes about a dozen short SQL statements plus the one that expires points. Related data is read together, and
nothing is read that the day doesn't need (bench/README.md).
"""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain

from django.db import connection

from activities.models import Activity
from common.dates import DAY
from common.tenancy import bind
from partners.models import Partner
from points.expiry import roll_forward
from programs.definition.revisions import Revisions
from programs.job_runs import note_run
from programs.models import Program
from programs.queries import revisions
from programs.rulebook import rulebook_of
from statuses.directory.card_points import refresh_points
from statuses.directory.cards import follow_removals, take_down_absent
from statuses.directory.tiers import refresh_tiers
from statuses.directory.words import refresh_words
from statuses.due_reviews import decide_due, due_partners
from statuses.engine.reachable_days import leaving_on
from statuses.operations import settle
from statuses.partner_locks import lock_partners
from statuses.reminders import remind

JOB = "open_day"

_LAST = "SELECT opened_on FROM programs_program WHERE id = %s"
_WAITED = """
SELECT partner_id FROM activities_activity WHERE program_id = %(program)s AND "on" = %(on)s
UNION
SELECT id FROM partners_partner WHERE program_id = %(program)s AND accepted_on = %(on)s
"""


def open_days(*, program_id: int, until: date, now: datetime) -> list[date]:
    """Open every missed day up to and including ``until``, in order; returns the days opened.

    Safe to call concurrently: each day is opened in a transaction that locks the program's row. A program has no days
    before its first partner, because an imported network may start years ago. The directory is updated in a separate
    step (``catch_up``). Raises NothingPublished.
    """
    last = _opened_on(program_id)
    if last is None and not _has_begun(program_id):
        return []
    return [day for day in _missed(last, until) if _open(program_id, day, now)]


def catch_up(*, program_id: int, until: date, now: datetime) -> list[date]:
    """Open every missed day, then update the directory's cards; returns the days opened.

    Cards show the points totals; cards of partners whose website lacks the program's words after the grace period are
    removed. Cards are compared even when no day was opened, to finish the work of a process killed between the two
    steps. With a new day, cards change their tier in the search. Raises NothingPublished.
    """
    opened = open_days(program_id=program_id, until=until, now=now)
    with bind(program_id):
        day = _opened_on(program_id) or until
        definition = revisions(program_id).at(day)[1]
        refresh_points(program_id=program_id, definition=definition)
        take_down_absent(program_id=program_id, definition=definition, on=day)
        follow_removals(program_id=program_id, definition=definition, on=day)
        if opened:
            refresh_tiers(program_id=program_id)
            refresh_words(program_id=program_id)
    return opened


def note_failure(*, program_id: int, until: date, error: Exception, now: datetime) -> None:
    """Record for the operator that the next day couldn't be opened; a later success clears it.

    Call it outside the failed transaction. Only the error's type is stored, because its message may contain partner
    data.
    """
    with bind(program_id):
        for day in _missed(_opened_on(program_id), until)[:1]:
            outcome = {"error": type(error).__name__}
            note_run(program_id=program_id, job=JOB, day=day, started_at=now, finished_at=None, outcome=outcome)


def _opened_on(program_id: int) -> date | None:
    """The last opened day."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [program_id])
        last: date | None = cursor.fetchone()[0]
    return last


def _missed(last: date | None, until: date) -> list[date]:
    """The days to open up to and including ``until``, in order; only ``until`` when no day was opened before."""
    first = last + DAY if last else until
    return [first + number * DAY for number in range((until - first).days + 1)]


def _has_begun(program_id: int) -> bool:
    with bind(program_id):
        revisions(program_id)
        return Partner.objects.filter(program_id=program_id).exists()


def _open(program_id: int, on: date, now: datetime) -> bool:
    with bind(program_id):
        # Keep others from opening a day until the transaction ends.
        program = Program.objects.select_for_update(no_key=True).get(pk=program_id)
        if program.opened_on is not None and program.opened_on >= on:
            return False
        rulebook = rulebook_of(program)
        due, whole = _concerned(program_id, on, rulebook.revisions)
        # Lock partners before the watermark, in the same order as settling one partner does.
        if due or whole:
            lock_partners([*due, *whole])
        rolled = roll_forward(program_id=program_id, on=on)
        decided = decide_due(rulebook=rulebook, partner_ids=due, on=on, now=now)
        if whole:
            decided += settle(rulebook=rulebook, partner_ids=whole, until=on, now=now)
        reminded = remind(rulebook=rulebook, on=on, now=now)
        Program.objects.filter(pk=program_id).update(opened_on=on)
        outcome = {
            "totals": rolled,
            "partners": len(due) + len(whole),
            "decisions": len(decided),
            "reminders": reminded,
        }
        note_run(program_id=program_id, job=JOB, day=on, started_at=now, finished_at=now, outcome=outcome)
    return True


def _concerned(program_id: int, on: date, known: Revisions) -> tuple[list[int], list[int]]:
    """Partners with only a due review or grace period; and partners to replay from the start.

    The latter have activities waiting for the day, are accepted on it, get new rules on it, or have something that
    blocked an upgrade leave its window.
    """
    whole = set(_settled_on(program_id, on, known))
    due = [partner_id for partner_id in due_partners(program_id=program_id, on=on) if partner_id not in whole]
    return due, sorted(whole)


def _settled_on(program_id: int, on: date, known: Revisions) -> Iterable[int]:
    if on in known.later_days():
        partners = Partner.objects.filter(program_id=program_id, accepted_on__lte=on)
        return partners.values_list("pk", flat=True)
    activities = Activity.objects.filter(program_id=program_id)
    awake = (
        activities.filter(kind=match.of, on=day).values_list("partner_id", flat=True)
        for match, day in leaving_on(known.at(on)[1], on)
    )
    with connection.cursor() as cursor:
        cursor.execute(_WAITED, {"program": program_id, "on": on})
        return chain((partner_id for (partner_id,) in cursor.fetchall()), *awake)
