"""One database per test process, copied from a template that is migrated once, so that tests start quickly.

The template stores a digest of everything that affects it, so a changed migration creates a new one. Concurrent runs
and workers take different names: a lock on the name ends with the process.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def test_database() -> Iterator[str]:
    """The name of a new database for this process only, dropped afterwards."""
    with _slot() as name, copied(name, "test_template", digest(), migrate):
        yield name


@contextmanager
def copied(name: str, kind: str, version: str, fill: Callable[[str], None]) -> Iterator[None]:
    """A new database of this name, copied from a template that ``fill`` makes once per version; dropped afterwards."""
    with closing(connect()) as server:
        drop(server, name)
        with lock(kind):  # until it is copied, because another run with newer migrations may drop it
            server.execute(create(name, template=template(server, kind, version, fill)))
        yield
        drop(server, name)


def address(database: str) -> dict:
    """psycopg's arguments for connecting to a database as the owner."""
    found = connections["owner"].settings_dict
    given = {"host": found["HOST"], "port": found["PORT"], "password": found["PASSWORD"]}
    return {"dbname": database, "user": found["USER"], **{key: value for key, value in given.items() if value}}


def point_at(alias: str, database: str, user: str) -> None:
    """Point a Django connection to another database or role."""
    connections[alias].close()
    connections[alias].settings_dict.update(NAME=database, USER=user)


def connect(database: str = "postgres") -> psycopg.Connection:
    """A connection to the server as the owner, by default to make and drop databases."""
    return psycopg.connect(**address(database), autocommit=True)


def template(server: psycopg.Connection, kind: str, version: str, fill: Callable[[str], None]) -> str:
    """The name of the template of this version, made if it is missing; older versions are dropped."""
    name = f"{kind}_{version}"
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{kind}_"])
        for (outdated,) in found.fetchall():
            drop(server, outdated)
        _make(server, name, fill)
    return name


def _make(server: psycopg.Connection, name: str, fill: Callable[[str], None]) -> None:
    making = f"test_making_{os.getpid()}"  # renamed once complete
    drop(server, making)
    server.execute(create(making))
    fill(making)
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name)))


def migrate(database: str) -> None:
    """Apply all migrations to a database, as the owner."""
    before = dict(connections["default"].settings_dict)
    point_at("default", database, connections["owner"].settings_dict["USER"])
    try:
        call_command("migrate", database="default", verbosity=0, interactive=False)
    finally:
        point_at("default", before["NAME"], before["USER"])


def create(name: str, *, template: str = "template1") -> sql.Composed:
    """The statement that creates a database."""
    return sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))


def drop(server: psycopg.Connection, name: str) -> None:
    """Drop a database if it exists, with its connections."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _ in range(50):
        try:
            server.execute(statement)
            return
        except psycopg.errors.InsufficientPrivilege:
            # A just-closed connection of the runtime role may still be open, and the owner may not terminate it.
            time.sleep(0.1)
    server.execute(statement)


def digest() -> str:
    """What a migrated database depends on, as 16 characters."""
    written = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/writers.py")]
    shaping = [*written, ROOT / "common/walls.py", ROOT / "requirements/base.txt"]
    found = hashlib.sha256(settings.RUNTIME_ROLE.encode())
    for path in sorted(shaping):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _slot() -> Iterator[str]:
    number = 1
    while True:
        with _file(f"slot-{number}") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                number += 1
                continue
            yield f"test_echelon_{number}"
            return


@contextmanager
def lock(name: str) -> Iterator[None]:
    """Hold a lock of this machine; it ends with the process."""
    with _file(name) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _file(name: str) -> Iterator[int]:
    folder = settings.VAR / "test-locks"
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield file
    finally:
        os.close(file)
