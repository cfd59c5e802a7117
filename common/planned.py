"""Statements that PostgreSQL plans once per connection: for what is asked again and again with other values.

Planning one of the dashboard's statements, with the policies of its tables, takes several times as long as running it.
"""

from typing import Any, Self, cast

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Connection, Cursor
from psycopg.types.numeric import Int2, Int4

_FROM = 1  # earlier runs on a connection: what is asked for the second time will be asked again


class _Cursor(Cursor[Any]):
    """Binds values in the server. psycopg counts every statement while it prepares any, so it does so only here."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        """Run the statement, prepared if this connection has run it before."""
        if isinstance(params, list):
            # The ORM says Int4 for what it compares with a number, and psycopg cuts what does not fit.
            params = [int(each) if isinstance(each, (Int2, Int4)) else each for each in params]
        self.connection.prepare_threshold = _FROM
        try:
            return super().execute(query, params, **options)
        finally:
            self.connection.prepare_threshold = None


def planned() -> CursorWrapper:
    """Return a cursor for a statement whose text stays the same, whoever asks; every value is a parameter.

    A plan says where to look, not whose rows: in each run, the walls ask what the transaction is bound to. A rollback
    forgets the plans of its connection; the next two runs make them again.
    """
    if connection.queries_logged:  # a log shows statements with their values
        return connection.cursor()
    connection.close_if_health_check_failed()  # as Django does for its own cursors
    connection.ensure_connection()
    made: Any = _Cursor(cast(Connection[Any], connection.connection))
    return connection.make_cursor(made)
