"""Loads import rows into the database: copy to a staging table, compare with stored rows, then insert.

COPY refuses tables with row-level security, and comparing in the database uses no memory here for a long log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import connection

from common.bulk import insert_rows
from importing import activity_rows, partner_rows
from importing.activity_rows import ActivityRow
from importing.partner_rows import PartnerRow
from importing.problems import Problems

_PARTNER = (
    "program_id",
    "code",
    "name",
    "country",
    "currency",
    "accepted_on",
    "entry_level",
    "applied_on",
    "website",
    "email",
    "phone",
    "city",
    "address",
    "description",
    "services",
    "languages",
    "printable_name",
    "entity",
    "listed",
    "moderated_on",
)

_STAGE = """
CREATE TEMPORARY TABLE incoming_activity (
    line integer, partner_id bigint, kind text, "on" date, amount numeric(14, 2), quantity integer, subject text,
    reference text, attributes jsonb
) ON COMMIT DROP
"""
# A new table has no statistics, so the planner assumes it is small and would scan it once for every stored row.
_PREPARE = "CREATE INDEX ON incoming_activity (reference); ANALYZE incoming_activity"

_DIFFERENT = """
SELECT incoming.line, incoming.reference,
       array_remove(ARRAY[
           CASE WHEN stored.partner_id IS DISTINCT FROM incoming.partner_id THEN 'partner' END,
           CASE WHEN stored.kind <> incoming.kind THEN 'kind' END,
           CASE WHEN stored."on" <> incoming."on" THEN 'on' END,
           CASE WHEN stored.amount IS DISTINCT FROM incoming.amount THEN 'amount' END,
           CASE WHEN stored.quantity IS DISTINCT FROM incoming.quantity THEN 'quantity' END,
           CASE WHEN stored.subject <> incoming.subject THEN 'subject' END,
           CASE WHEN stored.attributes <> incoming.attributes THEN 'attributes' END
       ], NULL) AS columns
FROM incoming_activity incoming
JOIN activities_activity stored
  ON stored.program_id = %(program)s AND stored.reference = incoming.reference AND stored.reference <> ''
WHERE (stored.partner_id, stored.kind, stored."on", stored.amount, stored.quantity, stored.subject, stored.attributes)
      IS DISTINCT FROM (incoming.partner_id, incoming.kind, incoming."on", incoming.amount, incoming.quantity,
                        incoming.subject, incoming.attributes)
"""

# Insert by day, so ids follow the log and not the order of the file. Decisions of one day keep the file's order,
# because the last recorded stands.
_INSERT = """
WITH added AS (
    INSERT INTO activities_activity (program_id, partner_id, kind, "on", amount, quantity, subject, reference,
                                     attributes, reason, recorded_at)
    SELECT %(program)s, partner_id, kind, "on", amount, quantity, subject, reference, attributes, '', %(now)s
    FROM incoming_activity
    ORDER BY "on", CASE WHEN kind = ANY(%(deciding)s) THEN line ELSE 0 END, reference
    ON CONFLICT (program_id, reference) WHERE reference <> '' DO NOTHING
    RETURNING partner_id
)
SELECT count(*), array_agg(DISTINCT partner_id) FROM added
"""


def stored_partners(program_id: int) -> dict[str, date]:
    """The acceptance day of every partner of the program, by code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, accepted_on FROM partners_partner WHERE program_id = %s", [program_id])
        return dict(cursor.fetchall())


def new_partners(rows: Iterable[PartnerRow], stored: Mapping[str, date], problems: Problems) -> list[PartnerRow]:
    """Rows of partners not stored yet. Stored partners stay as they are; a different acceptance day is a problem."""
    fresh = []
    for row in rows:
        accepted_on = stored.get(row.code)
        if accepted_on is None:
            fresh.append(row)
        elif accepted_on != row.accepted_on:
            reason = f"accepted_on: “{row.code}” is stored already, accepted on {accepted_on}"
            problems.add(partner_rows.FILE, row.line, reason)
    return fresh


def insert_partners(program_id: int, rows: Iterable[PartnerRow]) -> int:
    """Insert partners; returns how many. Partners the vendor imports need no approval (B24-1.4b)."""
    values = ((program_id, *row[1:], "", True, row.accepted_on) for row in rows)
    return insert_rows("partners_partner", _PARTNER, values)


def partner_ids(program_id: int) -> dict[str, int]:
    """The id of every partner of the program, by code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, id FROM partners_partner WHERE program_id = %s", [program_id])
        return dict(cursor.fetchall())


def stage_activities(rows: Iterable[ActivityRow], ids: Mapping[str, int]) -> int:
    """Copy rows to a temporary table that is dropped with the transaction; returns how many.

    ``ids`` maps partner codes to ids; rows of an invalid partner are staged without one.
    """
    number = 0
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy("COPY incoming_activity FROM STDIN") as copy:
            for number, row in enumerate(rows, 1):  # noqa: B007 - counted while streaming
                copy.write_row((row.line, ids.get(row.partner), *row[2:]))
        cursor.execute(_PREPARE)
    return number


def compare_activities(program_id: int, problems: Problems) -> None:
    """Report a stored reference with different content as a problem; skip it if the content is the same."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT, {"program": program_id})
        for line, reference, columns in cursor.fetchall():
            reason = f"reference: “{reference}” is stored already, with another {', '.join(columns)}"
            problems.add(activity_rows.FILE, line, reason)


def insert_activities(program_id: int, *, deciding: Sequence[str], now: datetime) -> tuple[int, list[int]]:
    """Insert staged rows that aren't stored yet; returns how many, and the ids of their partners.

    Rows of the ``deciding`` kinds are decisions on a level.
    """
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {"program": program_id, "deciding": list(deciding), "now": now})
        added, partner_ids = cursor.fetchone()
        cursor.execute("DROP TABLE incoming_activity")
    return added, partner_ids or []


def partners_without_standing(program_id: int, accepted_until: date) -> list[int]:
    """Ids of partners accepted by a day and never settled, such as those just imported."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT partner.id FROM partners_partner partner
               WHERE partner.program_id = %s AND partner.accepted_on <= %s
                 AND NOT EXISTS (SELECT FROM statuses_standing standing WHERE standing.partner_id = partner.id)""",
            [program_id, accepted_until],
        )
        return [row[0] for row in cursor.fetchall()]
