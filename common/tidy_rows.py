"""Brings stored texts into the form that `common.text` gives new ones. For migrations.

Runs once per column. A text that would collide with another row's stays as it is and is reported in the log, so that a
person can decide which of the two is right; so does a text whose tidied form the table can't store.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import DatabaseError, transaction
from psycopg.errors import CheckViolation, StringDataRightTruncation, UniqueViolation

from common.mailboxes import address_key
from common.text import without_odd

log = structlog.get_logger("echelon.text")

# Anything but printable ASCII with single spaces between the words.
_UNUSUAL = r"^[!-~]+( [!-~]+)*$"


@dataclass(frozen=True, slots=True)
class Column:
    """A text column. ``program`` is the table's program column behind row security, "" for tables without one.

    ``emails``: its texts are account addresses. ``lines``: its texts have several lines. ``append_only``: a trigger
    refuses changes, and is off while the column is read.
    """

    table: str
    name: str
    program: str = "program_id"
    emails: bool = False
    lines: bool = False
    append_only: bool = False


def tidy_rows(connection: Any, column: Column, programs_in: str = "") -> tuple[int, int]:
    """Tidy the column in every program, in one transaction. Returns how many texts changed, and how many stayed.

    ``programs_in`` is the table of programs, for a column behind row security.

    A text stays if another row has its tidied form, or if a rule of the table forbids that form, such as a length; the
    log says which. Any other error of the database is raised, so that the upgrade stops and nothing is half done.
    """
    changed = stayed = 0
    with transaction.atomic(using=connection.alias), _unlocked(connection, column):
        for _program in programs(connection, programs_in) if column.program else (None,):
            for pk, text, tidied in list(_untidy(connection, column)):
                if reason := _change(connection, column, pk, tidied):
                    stayed += 1
                    log.warning(reason, table=column.table, column=column.name, pk=pk, text=text, tidied=tidied)
                else:
                    changed += 1
    if changed or stayed:
        log.info("text.tidied", table=column.table, column=column.name, changed=changed, stayed=stayed)
    return changed, stayed


@contextmanager
def _unlocked(connection: Any, column: Column) -> Iterator[None]:
    """Have the triggers of an append-only table off. Only its owner may do that; others get a database error."""
    if not column.append_only:
        yield
        return
    table = connection.ops.quote_name(column.table)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with pending checks can't be altered
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def programs(connection: Any, table: str) -> Iterator[int]:
    """Yield each program's id, with row security bound to it until the next."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {connection.ops.quote_name(table)} ORDER BY id")  # noqa: S608
        programs = [row[0] for row in cursor.fetchall()]
        for program_id in programs:
            cursor.execute(
                "SELECT set_config('app.program_id', %s, true), set_config('app.partner_id', '0', true)",
                [str(program_id)],
            )
            yield program_id


def _untidy(connection: Any, column: Column) -> Iterator[tuple[int, str, str]]:
    quoted = connection.ops.quote_name
    table, name = quoted(column.table), quoted(column.name)
    narrowed = f"AND {quoted(column.program)} = NULLIF(current_setting('app.program_id', true), '')::bigint"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {name} FROM {table} WHERE {name} <> '' AND {name} !~ %s"  # noqa: S608 - names from migrations
            f" {narrowed if column.program else ''} ORDER BY id",
            [_UNUSUAL],
        )
        for pk, text in cursor.fetchall():
            tidied = _reader(column)(text)
            if tidied and tidied != text:
                yield pk, text, tidied


def _reader(column: Column) -> Callable[[str], str]:
    if column.emails:
        return lambda text: address_key(without_odd(text))
    return lambda text: without_odd(text, lines=column.lines)


def _change(connection: Any, column: Column, pk: int, text: str) -> str:
    """Store the text; return "", or the name of the log's event if the table refuses it."""
    quoted = connection.ops.quote_name
    table, name = quoted(column.table), quoted(column.name)
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {name} = %s WHERE id = %s", [text, pk])  # noqa: S608
    except DatabaseError as error:
        if isinstance(error.__cause__, UniqueViolation):
            return "text.collision"
        if isinstance(error.__cause__, CheckViolation | StringDataRightTruncation):
            return "text.unfit"
        raise
    return ""
