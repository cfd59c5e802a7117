"""Statements over every table: PostgreSQL plans them once per connection, which takes longer than the answer."""

from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection

_known: WeakKeyDictionary[psycopg.Connection, set[str]] = WeakKeyDictionary()


def every_row(name: str, statement: str) -> list[Any]:
    """The rows of a statement without parameters, which is prepared under this name."""
    with connection.cursor() as cursor:
        known = _known.setdefault(connection.connection, set())
        if name not in known:
            cursor.execute(f"PREPARE {name} AS {statement}")
            known.add(name)
        cursor.execute(f"EXECUTE {name}")
        return cursor.fetchall()
