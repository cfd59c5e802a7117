"""Replaying partners' histories, and importing rows against COPY."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, connections, transaction

from bench.fixture import FIRST, LAST
from bench.timing import Figure, seconds
from common.clock import now
from common.tenancy import bind
from importing.activity_rows import read_activities
from importing.problems import Problems
from importing.staging import compare_activities, insert_activities, partner_ids, stage_activities, stored_partners
from programs.queries import revisions
from statuses.engine import replay
from statuses.histories import histories

PARTNERS = 2_411
ROWS = 100_000
_COLUMNS = (
    "program_id",
    "partner_id",
    "kind",
    "on",
    "amount",
    "subject",
    "reference",
    "attributes",
    "reason",
    "recorded_at",
)


def run(program_id: int) -> Iterator[Figure]:
    """Pure replays of a real network's number of partners; then the loading of rows."""
    with bind(program_id), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partners_partner ORDER BY id LIMIT %s", [PARTNERS])
        ids = [row[0] for row in cursor.fetchall()]
        known, rules = histories(ids, until=LAST), revisions(program_id)
    took = seconds(lambda: [replay(history, rules, LAST) for history in known.values()])
    days = sum((LAST - history.accepted_on).days for history in known.values())
    yield Figure(
        f"replay of {len(known):,} partners over three years",
        f"{took:.1f} s, {days / took:,.0f} partner-days/s",
        "minutes at most",
        took < 120,
    )
    rows = [
        (program_id, ids[n % len(ids)], "sale", FIRST, 100, "client", f"load-{n}", "{}", "", LAST) for n in range(ROWS)
    ]
    codes = {partner_id: code for code, partner_id in _codes(program_id).items()}
    with TemporaryDirectory() as folder:
        _write(Path(folder), [codes[row[1]] for row in rows])
        loaded = min(_imported(program_id, Path(folder)) for _ in range(3))
    copied = min(_copied(rows) for _ in range(3))
    yield Figure(
        f"import of {ROWS:,} rows: read, checked, compared, stored",
        f"{ROWS / loaded:,.0f}/s, {copied / loaded:.2f} of COPY",
        "at least half",
        copied / loaded >= 0.5,
    )


def _codes(program_id: int) -> dict[str, int]:
    with bind(program_id):
        return partner_ids(program_id)


def _write(folder: Path, partners: list[str]) -> None:
    with (folder / "activities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["partner", "kind", "on", "amount", "quantity", "subject", "reference", "attributes"])
        for n, code in enumerate(partners):
            writer.writerow([code, "sale", FIRST, 100, "", "client", f"load-{n}", ""])


def _imported(program_id: int, folder: Path) -> float:
    """Import a file into the log as the import does, up to the replay."""
    with bind(program_id):
        kinds = revisions(program_id).at(LAST)[1].activities
        deciding = [code for code, kind in kinds.items() if kind.decides_level]

        def load() -> None:
            ids, problems = partner_ids(program_id), Problems()
            known = stored_partners(program_id)
            rows = read_activities(folder, partners=known, kinds_on=lambda day: kinds, problems=problems)
            stage_activities(rows, ids)
            compare_activities(program_id, problems)
            insert_activities(program_id, deciding=deciding, now=now())

        took = seconds(load)
        transaction.set_rollback(True)
    return took


def _copied(rows: Sequence[tuple[object, ...]]) -> float:
    columns = ", ".join(f'"{name}"' for name in _COLUMNS)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:

        def copy() -> None:
            with cursor.copy(f"COPY activities_activity ({columns}) FROM STDIN") as into:
                for row in rows:
                    into.write_row(row)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        took = seconds(copy)
        transaction.set_rollback(True, using="owner")
    return took
