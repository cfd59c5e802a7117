"""The recorded releases: what each one's own commands printed, and its database, restored and migrated by this code."""

import gzip
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from config.embedded import postgres
from tests.databases import address, copied, digest, migrate, point_at

HERE = Path(__file__).parent
BEFORE = "before"
"""The schema that keeps every table as the release left it, to compare with after the migration."""


@dataclass(frozen=True)
class Release:
    """A folder beside this file, written by record.py."""

    name: str

    @property
    def folder(self) -> Path:
        """Where it was recorded."""
        return HERE / self.name

    @property
    def facts(self) -> dict[str, Any]:
        """Its commit, programs and second steps, as inside_release.py wrote them."""
        return json.loads((self.folder / "release.json").read_text(encoding="utf-8"))

    @property
    def programs(self) -> dict[str, dict[str, Any]]:
        """Each imported program's last opened day and the serial numbers of its certificates."""
        return self.facts["programs"]

    @property
    def second_steps(self) -> list[dict[str, Any]]:
        """The app and the recovery codes of each staff login."""
        return self.facts["second_steps"]

    @property
    def opened_on(self) -> date:
        """The last day that the release opened."""
        return date.fromisoformat(self.programs["bitrix24"]["opened_on"])

    @property
    def serials(self) -> list[str]:
        """Serial numbers of certificates that it issued."""
        return self.programs["bitrix24"]["certificates"]

    def printed(self, program: str, table: str) -> str:
        """What its `standings --csv` printed: table `standings` or `history`."""
        return (self.folder / f"{program}-{table}.csv").read_text(encoding="utf-8")

    @contextmanager
    def upgraded(self) -> Iterator[None]:
        """Let both connections use its database, migrated to this code, for as long as the block runs."""
        users = {alias: connections[alias].settings_dict["USER"] for alias in ("default", "owner")}
        ours = connections["default"].settings_dict["NAME"]
        name = f"{ours}_upgraded"
        with copied(name, f"test_upgraded_{self._slug}", self._version(), self._restore_and_migrate):
            try:
                for alias, user in users.items():
                    point_at(alias, name, user)
                yield
            finally:
                for alias, user in users.items():
                    point_at(alias, ours, user)

    @property
    def _slug(self) -> str:
        return self.name.replace(".", "_")

    def _version(self) -> str:
        """What the migrated database depends on: the dump, the migrations and how it is restored."""
        found = hashlib.sha256(digest().encode())
        for path in (self.folder / "dump.sql.gz", Path(__file__)):
            found.update(path.read_bytes())
        return found.hexdigest()[:16]

    def _restore_and_migrate(self, database: str) -> None:
        _restore(gzip.decompress((self.folder / "dump.sql.gz").read_bytes()), database)
        with psycopg.connect(**address(database)) as owner:
            owner.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(BEFORE)))
            for (table,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
                names = sql.Identifier(BEFORE, table), sql.Identifier("public", table)
                owner.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(*names))
        migrate(database)


def recorded() -> list[Release]:
    """Every recorded release, oldest first."""
    found = [path.parent.name for path in HERE.glob("*/release.json")]
    return [Release(name) for name in sorted(found, key=number)]


def number(release: str) -> tuple[int, ...]:
    """The parts of a version, to sort by: v0.10.0 is newer than v0.9.0."""
    return tuple(int(part) for part in release.lstrip("v").split("."))


def _restore(dump: bytes, database: str) -> None:
    """Restore as the owner, as docs/operations.md says."""
    to = address(database)
    given = {"PGHOST": to.get("host"), "PGPORT": to.get("port"), "PGPASSWORD": to.get("password")}
    subprocess.run(
        [postgres._binaries() / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-U", to["user"], "-d", database],
        env={**os.environ, **{key: str(value) for key, value in given.items() if value}},
        input=dump,
        stdout=subprocess.DEVNULL,
        check=True,
    )
