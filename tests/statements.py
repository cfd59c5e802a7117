"""Statements over every table: PostgreSQL plans them once per connection, which takes longer than the answer."""

from typing import Any

from django.db import connection

_KNOWN = "SELECT FROM pg_prepared_statements WHERE name = %s"


def every_row(name: str, statement: str) -> list[Any]:
    """The rows of a statement without parameters, which is prepared under this name.

    psycopg forgets all that is prepared when it rolls back after `common/planned.py` was used.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [name])
        if not cursor.rowcount:
            cursor.execute(f"PREPARE {name} AS {statement}")
        cursor.execute(f"EXECUTE {name}")
        return cursor.fetchall()
