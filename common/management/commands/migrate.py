"""`migrate` as the role that owns the tables, because the runtime role may not change them; one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

# Any number that no other advisory lock of this database uses: "echelon" in ASCII, read as one number.
_KEY = int.from_bytes(b"echelon")


class Command(Migrate):
    """Django's migrate with `--database owner` as the default, and with a lock: a second one waits for the first."""

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        if "owner" in settings.DATABASES:
            parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate under the lock: what the first one applied, the second one finds applied."""
        with _alone(options["database"]):
            super().handle(*args, **options)


@contextmanager
def _alone(database: str) -> Iterator[None]:
    """Hold the database's migration lock; PostgreSQL releases it too when this process ends."""
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_KEY])
    try:
        yield
    finally:
        with connections[database].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_KEY])
