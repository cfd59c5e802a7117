"""Replaying partners' lives, and loading rows against COPY."""

from collections.abc import Iterator

from django.db import connection, connections, transaction

from bench.fixture import FIRST, LAST
from bench.timing import Figure, seconds
from common.bulk import insert_rows
from common.tenancy import bind
from programs.queries import revisions
from statuses.engine import replay
from statuses.histories import histories

PARTNERS = 2_411
ROWS = 100_000
_COLUMNS = (
    "program_id", "partner_id", "kind", "on", "amount", "subject", "reference", "attributes", "reason", "recorded_at",
)  # fmt: skip


def run(program_id: int) -> Iterator[Figure]:
    """Pure replays of a real network's number of partners; then the loading of rows."""
    with bind(program_id), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partners_partner ORDER BY id LIMIT %s", [PARTNERS])
        ids = [row[0] for row in cursor.fetchall()]
        known, rules = histories(ids, until=LAST), revisions(program_id)
    took = seconds(lambda: [replay(history, rules, LAST) for history in known.values()])
    days = sum((LAST - history.accepted_on).days for history in known.values())
    yield Figure(
        f"replay of {len(known):,} partners over three years", f"{took:.1f} s, {days / took:,.0f} partner-days/s",
        "minutes at most", took < 120,
    )  # fmt: skip
    rows = [
        (program_id, ids[n % len(ids)], "sale", FIRST, 100, "client", f"load-{n}", "{}", "", LAST) for n in range(ROWS)
    ]
    copied = min(_copied(rows) for _ in range(3))
    loaded = min(_loaded(program_id, rows) for _ in range(3))
    yield Figure(
        f"loading {ROWS:,} rows behind the walls", f"{ROWS / loaded:,.0f}/s, {copied / loaded:.2f} of COPY",
        "at least half", copied / loaded >= 0.5,
    )  # fmt: skip


def _copied(rows: list[tuple[object, ...]]) -> float:
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


def _loaded(program_id: int, rows: list[tuple[object, ...]]) -> float:
    with bind(program_id), connection.cursor() as cursor:

        def load() -> None:
            insert_rows("activities_activity", _COLUMNS, rows, conflict="ON CONFLICT DO NOTHING")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        took = seconds(load)
        transaction.set_rollback(True)
    return took
