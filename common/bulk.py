"""Bulk inserts by COPY into tables with row security.

COPY refuses a table with row security, so rows are copied into a temporary table and inserted from there. Triggers,
constraints and policies apply as to any other row. A temporary table costs more than a few rows, so these are inserted
by one plain statement.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from django.db import connection, transaction
from psycopg import sql

FEW = 8
_INSERT = "INSERT INTO {} ({}) VALUES {} {}"
# The sequence's name is looked up once, not for each row.
_NEXT = """
SELECT nextval(found.sequence) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence OFFSET 0) found,
       generate_series(1, %s)
"""


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, conflict: str = "") -> int:
    """Insert rows, many of them by COPY; returns how many were inserted.

    ``conflict`` is an ``ON CONFLICT`` clause for rows that already exist; pass the same columns for a table every time.
    Raises IntegrityError like an INSERT; who goes on after it wraps the call in a transaction of its own.
    """
    coming = iter(rows)
    first = list(islice(coming, FEW + 1))
    if len(first) > FEW:
        with transaction.atomic(), connection.cursor() as cursor:
            return _copied(cursor, table, columns, chain(first, coming), conflict)
    return _inserted(table, columns, first, conflict) if first else 0


def _inserted(table: str, columns: Sequence[str], rows: list[Sequence[Any]], conflict: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _plain_insert(table, tuple(columns), len(rows), conflict), [value for row in rows for value in row]
        )
        return int(cursor.rowcount)


@lru_cache(maxsize=512)
def _plain_insert(table: str, columns: tuple[str, ...], rows: int, conflict: str) -> str:
    names = ", ".join(map(connection.ops.quote_name, columns))
    one = "({})".format(", ".join(["%s"] * len(columns)))
    return _INSERT.format(connection.ops.quote_name(table), names, ", ".join([one] * rows), conflict)


def _copied(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], conflict: str) -> int:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
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
