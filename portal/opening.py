"""Opening a day: the nightly work, safe to repeat, each missed day in its order (docs/engine.md, "One day")."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import chain

from activities.models import Activity
from common.tenancy import bind
from partners.models import Partner
from points.operations import roll_forward, set_watermark
from portal.reminders import remind
from programs.definition import MAIN_TRACK
from programs.definition.revisions import Revisions
from programs.models import JobRun, Program
from programs.queries import revisions
from statuses.engine.waking import leaving_on
from statuses.locking import lock_partners
from statuses.operations import settle
from statuses.reviewing import decide_due, due_partners

JOB = "open_day"


def open_days(*, program_id: int, until: date, now: datetime) -> list[date]:
    """Open every day that was missed up to and including ``until``, in order; returns the days opened.

    Two callers at once do no harm: each day is opened in a transaction that holds the program's row. A program has no
    days before it has a partner: a network that is imported then may begin years ago. Raises NothingPublished.
    """
    with bind(program_id):
        revisions(program_id)
        if not Partner.objects.filter(program_id=program_id).exists():
            return []
    opened = []
    while (day := _next_day(program_id, until)) is not None:
        if _open(program_id, day, now):
            opened.append(day)
    return opened


def note_failure(*, program_id: int, until: date, error: Exception, now: datetime) -> None:
    """Write down that the next day could not be opened, for whoever looks after the program; a later success clears it.

    Call it outside the transaction that failed. What the error says may hold data of partners: only its kind is kept.
    """
    with bind(program_id):
        day = _next_day(program_id, until)
        if day is not None:
            outcome = {"error": type(error).__name__}
            JobRun.objects.update_or_create(
                program_id=program_id, job=JOB, day=day,
                defaults={"started_at": now, "finished_at": None, "outcome": outcome},
            )  # fmt: skip


def _next_day(program_id: int, until: date) -> date | None:
    last = Program.objects.values_list("opened_on", flat=True).get(pk=program_id)
    if last is None:
        return until
    return last + timedelta(days=1) if last < until else None


def _open(program_id: int, on: date, now: datetime) -> bool:
    with bind(program_id):
        program = Program.objects.select_for_update(no_key=True).get(pk=program_id)
        if program.opened_on is not None and program.opened_on >= on:
            return False
        known = revisions(program_id)
        run, _ = JobRun.objects.update_or_create(
            program_id=program_id, job=JOB, day=on, defaults={"started_at": now, "finished_at": None, "outcome": {}}
        )
        set_watermark(program_id=program_id, active_on=on)
        due, whole = _concerned(program_id, on, known)
        # Partners before the watermark, as everybody who settles one partner takes them.
        lock_partners([*due, *whole])
        account = known.at(on)[1].track(MAIN_TRACK).account
        rolled = roll_forward(program_id=program_id, on=on, ranked=account)
        decided = decide_due(program_id=program_id, revisions=known, partner_ids=due, on=on, now=now)
        decided += settle(program_id=program_id, revisions=known, partner_ids=whole, until=on, now=now)
        reminded = remind(program=program, revisions=known, on=on, now=now)
        Program.objects.filter(pk=program_id).update(opened_on=on)
        run.finished_at = now
        run.outcome = {
            "totals": rolled,
            "partners": len(due) + len(whole),
            "decisions": len(decided),
            "reminders": reminded,
        }
        run.save(update_fields=["finished_at", "outcome"])
    return True


def _concerned(program_id: int, on: date, known: Revisions) -> tuple[list[int], list[int]]:
    """Partners with a review or a grace period due and nothing else; and those to be settled from their whole lives.

    The latter are those for whom activities wait for the day, who are accepted on it, whose rules change with it, or
    from whom something that stood against an upgrade falls off.
    """
    whole = set(_settled_on(program_id, on, known))
    due = [partner_id for partner_id in due_partners(program_id=program_id, on=on) if partner_id not in whole]
    return due, sorted(whole)


def _settled_on(program_id: int, on: date, known: Revisions) -> Iterable[int]:
    partners = Partner.objects.filter(program_id=program_id)
    if on in known.later_days():
        return partners.filter(accepted_on__lte=on).values_list("pk", flat=True)
    activities = Activity.objects.filter(program_id=program_id)
    waited = activities.filter(on=on).values_list("partner_id", flat=True)
    accepted = partners.filter(accepted_on=on).values_list("pk", flat=True)
    awake = (
        activities.filter(kind=match.of, on=day).values_list("partner_id", flat=True)
        for match, day in leaving_on(known.at(on)[1], on)
    )
    return chain(waited, accepted, *awake)
