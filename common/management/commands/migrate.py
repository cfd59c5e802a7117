"""`migrate` as the role that owns the tables, because the runtime role may not change them; one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.utils.module_loading import autodiscover_modules

from common.quick_states import quickly
from common.writers import enforce

# Any number that no other advisory lock of this database uses: "echelon" in ASCII, read as one number.
_KEY = int.from_bytes(b"echelon")


class Command(Migrate):
    """Django's migrate with `--database owner` as the default, and with a lock: a second one waits for the first.

    Afterwards it puts in force who may write which table (common/writers.py).
    """

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        if "owner" in settings.DATABASES:
            parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate under the lock: what the first one applied, the second one finds applied."""
        with _alone(options["database"]), quickly():
            super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                self._limit_writers(options["database"], options["verbosity"])

    def _limit_writers(self, database: str, verbosity: int) -> None:
        autodiscover_modules("writers")
        changed = enforce(connections[database])
        if changed and verbosity > 0:
            self.stdout.write(f"Writers: {len(changed)} triggers changed")


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
