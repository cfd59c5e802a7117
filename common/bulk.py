"""Bulk inserts by COPY into tables with row security.

COPY refuses a table with row security, so rows are copied into a temporary table and inserted from there. Triggers,
constraints and policies apply as to any other row. A temporary table costs more than a few rows, so these are inserted
by one plain statement.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from django.db import connection, transaction
from psycopg import sql

FEW = 8
# The sequence's name is looked up once, not for each row.
_NEXT = """
SELECT nextval(found.sequence) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence OFFSET 0) found,
       generate_series(1, %s)
"""


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, conflict: str = "") -> int:
    """Insert rows, many of them by COPY; returns how many were inserted.

    ``conflict`` is an ``ON CONFLICT`` clause for rows that already exist; pass the same columns for a table every time.
    Raises IntegrityError like an INSERT.
    """
    names, coming = sql.SQL(", ").join(map(sql.Identifier, columns)), iter(rows)
    first = list(islice(coming, FEW + 1))
    with transaction.atomic(), connection.cursor() as cursor:
        if len(first) > FEW:
            return _copied(cursor, table, names, chain(first, coming), conflict)
        return _inserted(cursor, table, names, first, conflict) if first else 0


def _inserted(cursor: Any, table: str, names: sql.Composable, rows: list[Sequence[Any]], conflict: str) -> int:
    one = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(rows[0])))
    values = sql.SQL(", ").join([one] * len(rows))
    insert = sql.SQL("INSERT INTO {} ({}) VALUES {} {}")
    cursor.execute(
        insert.format(sql.Identifier(table), names, values, sql.SQL(conflict)), [value for row in rows for value in row]
    )
    return int(cursor.rowcount)


def _copied(cursor: Any, table: str, names: sql.Composable, rows: Iterable[Sequence[Any]], conflict: str) -> int:
    # One temporary table per table and transaction: each one holds locks until the end, and a transaction
    # that opens years of missed days would run out of them.
    incoming = sql.Identifier(f"incoming_{table}")
    cursor.execute(
        sql.SQL("CREATE TEMPORARY TABLE IF NOT EXISTS {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            incoming, names, sql.Identifier(table)
        )
    )
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(incoming, names)) as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} {}").format(
            sql.Identifier(table), names, names, incoming, sql.SQL(conflict)
        )
    )
    inserted = int(cursor.rowcount)
    cursor.execute(sql.SQL("TRUNCATE {}").format(incoming))
    return inserted


def next_ids(table: str, count: int) -> list[int]:
    """Reserve ids of a table's identity column, for rows that refer to each other before they are stored."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [table, count])
        return [row[0] for row in cursor.fetchall()]
