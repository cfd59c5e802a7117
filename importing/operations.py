"""Imports a network in one transaction: read, check, load and replay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction

from common.actor import Actor
from common.tenancy import bind_actor
from importing.activity_rows import ActivityRow, read_activities
from importing.partner_rows import read_partners
from importing.problems import Problem, Problems
from importing.staging import (
    compare_activities,
    insert_activities,
    insert_partners,
    new_partners,
    partner_ids,
    partners_without_standing,
    stage_activities,
    stored_partners,
)
from partners.admission.identifiers import note_partners
from portal.opening import open_days
from programs.definition import MAIN_TRACK
from programs.definition.activities import ActivityKind
from programs.models import Program
from programs.rulebook import rulebook_of
from statuses.directory.card_points import refresh_points
from statuses.directory.tiers import refresh_tiers
from statuses.models import Standing
from statuses.operations import settle

REPORT_EVERY = 20_000
Progress = Callable[[str, int, int], None]


class DayAhead(ValueError):
    """A future day would be opened for a program in use, and its decisions can't be undone."""


class UnableToImport(Exception):
    """The files can't be imported; ``problems`` lists every invalid row, and nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do with ``dry_run``. ``levels``: number of partners by track and level."""

    partners_added: int
    partners_known: int
    activities_added: int
    activities_known: int
    replayed: int
    stands_on: date
    levels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class _Rehearsed(Exception):
    """Rolls back a dry run when it leaves the transaction."""

    def __init__(self, outcome: Imported) -> None:
        super().__init__()
        self.outcome = outcome


def import_log(
    *,
    actor: Actor,
    program: Program,
    folder: Path,
    today: date,
    now: datetime,
    until: date | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Import ``partners.csv`` and ``activities.csv`` and replay every day up to ``until`` (default: ``today``).

    Stored rows stay as they are, so a second import adds nothing. Activities after the last day are stored and take
    effect on their day. With ``dry_run`` everything is rolled back. ``progress`` is called with what is being counted,
    how many are done, and the total (0: not known). Raises UnableToImport with every invalid row, DayAhead when future
    days of a program in use would be opened.
    """
    try:
        with bind_actor(actor), transaction.atomic():
            outcome = _Import(actor, program.pk, folder, today, now, progress or _silent).run(until or today)
            if dry_run:
                raise _Rehearsed(outcome)
            return outcome
    except _Rehearsed as rehearsed:
        return rehearsed.outcome


def _silent(what: str, done: int, of: int) -> None:
    """Ignore progress, for callers that don't show it."""


class _Import:
    """One import within its transaction."""

    def __init__(
        self, actor: Actor, program_id: int, folder: Path, today: date, now: datetime, progress: Progress
    ) -> None:
        self.actor = actor
        self.folder = folder
        self.today = today
        self.now = now
        self.progress = progress
        # Lock the program, so imports and the opening of a day run one at a time.
        self.program = Program.objects.select_for_update(no_key=True).get(pk=program_id)
        self.rulebook = rulebook_of(self.program)
        self.problems = Problems()

    def run(self, until: date) -> Imported:
        if self.program.opened_on and until > max(self.program.opened_on, self.today):
            raise DayAhead(f"{until} is in the future; today is {self.today}.")
        stored = stored_partners(self.program.pk)
        latest = max(self.today, until)
        named: dict[str, date | None] = {}
        rows = list(
            read_partners(
                self.folder,
                latest=latest,
                levels_on=self._levels_on,
                currencies_on=self._currencies_on,
                problems=self.problems,
                named=named,
            )
        )
        fresh = new_partners(rows, stored, self.problems)
        # If no partner row was valid, every activity would be reported as an unknown partner's.
        unknown = bool(self.problems) and not named
        activities = read_activities(
            self.folder,
            partners=None if unknown else {**named, **stored},
            kinds_on=self._kinds_on,
            problems=self.problems,
        )
        insert_partners(self.program.pk, fresh)
        ids = partner_ids(self.program.pk)
        note_partners(program_id=self.program.pk, partner_ids=[ids[row.code] for row in fresh])
        read = stage_activities(self._counted(activities), ids)
        compare_activities(self.program.pk, self.problems)
        if self.problems:
            raise UnableToImport(list(self.problems))
        deciding = [code for code, kind in self._kinds_on(until).items() if kind.decides_level]
        added, touched = insert_activities(self.program.pk, deciding=deciding, now=self.now)
        stands_on, replayed = self._replay(until, touched)
        return Imported(
            partners_added=len(fresh),
            partners_known=len(rows) - len(fresh),
            activities_added=added,
            activities_known=read - added,
            replayed=replayed,
            stands_on=stands_on,
            levels=self._levels(stands_on),
        )

    def _levels_on(self, day: date) -> Collection[str]:
        return [level.code for level in self.rulebook.on(day).track(MAIN_TRACK).levels]

    def _currencies_on(self, day: date) -> Collection[str]:
        return self.rulebook.on(day).program.currencies

    def _kinds_on(self, day: date) -> Mapping[str, ActivityKind]:
        return self.rulebook.on(day).activities

    def _counted(self, rows: Iterable[ActivityRow]) -> Iterator[ActivityRow]:
        for number, row in enumerate(rows, 1):
            if number % REPORT_EVERY == 0:
                self.progress("rows read", number, 0)
            yield row

    def _replay(self, until: date, touched: list[int]) -> tuple[date, int]:
        """Replay the affected partners up to the last opened day, then open the missing days."""
        day = self.program.opened_on or until
        affected = sorted({*touched, *partners_without_standing(self.program.pk, day)})
        done = 0

        def settled(number: int) -> None:
            nonlocal done
            done += number
            self.progress("partners replayed", done, len(affected))

        settle(
            rulebook=self.rulebook,
            partner_ids=affected,
            until=day,
            now=self.now,
            live=False,
            progress=settled,
        )
        if self.program.opened_on is None:
            self.program.opened_on = day
            self.program.save(update_fields=["opened_on"])
        elif day < until:
            self._open(day, until)
        return max(day, until), len(affected)

    def _open(self, day: date, until: date) -> None:
        missed = (until - day).days
        for number in range(1, missed + 1):
            open_days(program_id=self.program.pk, until=day + timedelta(days=number), now=self.now)
            self.progress("days opened", number, missed)
        refresh_points(program_id=self.program.pk, definition=self.rulebook.on(until))
        refresh_tiers(program_id=self.program.pk)

    def _levels(self, stands_on: date) -> dict[str, dict[str, int]]:
        """Number of partners by level on each track, lowest level first, then those without a level."""
        standings = Standing.objects.visible_to(self.actor).values_list("track", "level")
        counted = Counter(standings)
        return {
            track.code: {
                **{level.code: counted[track.code, level.code] for level in track.levels},
                "": counted[track.code, ""],
            }
            for track in self.rulebook.on(stands_on).tracks
        }
