"""One database per test process, copied from a template that is migrated once, so that tests start quickly.

The template stores a digest of everything that affects it, so a changed migration creates a new one. Concurrent runs
and workers take different names: a lock on the name ends with the process.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
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
    with _slot() as name, closing(_server()) as server:
        _drop(server, name)
        with _lock("template"):  # until it is copied, because another run with newer migrations may drop it
            server.execute(_create(name, template=_template(server)))
        yield name
        _drop(server, name)


def address(database: str) -> dict:
    """psycopg's arguments for connecting to a database as the owner."""
    found = connections["owner"].settings_dict
    given = {"host": found["HOST"], "port": found["PORT"], "password": found["PASSWORD"]}
    return {"dbname": database, "user": found["USER"], **{key: value for key, value in given.items() if value}}


def point_at(alias: str, database: str, user: str) -> None:
    """Point a Django connection to another database or role."""
    connections[alias].close()
    connections[alias].settings_dict.update(NAME=database, USER=user)


def _server() -> psycopg.Connection:
    return psycopg.connect(**address("postgres"), autocommit=True)


def _template(server: psycopg.Connection) -> str:
    name = f"test_template_{_digest()}"
    if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        found = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_template\\_%'")
        for (outdated,) in found.fetchall():
            _drop(server, outdated)
        _migrate(server, name)
    return name


def _migrate(server: psycopg.Connection, name: str) -> None:
    making = f"test_making_{os.getpid()}"  # renamed once complete
    _drop(server, making)
    server.execute(_create(making))
    before = dict(connections["default"].settings_dict)
    point_at("default", making, connections["owner"].settings_dict["USER"])
    try:
        call_command("migrate", database="default", verbosity=0, interactive=False)
    finally:
        point_at("default", before["NAME"], before["USER"])
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name)))


def _create(name: str, *, template: str = "template1") -> sql.Composed:
    return sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))


def _drop(server: psycopg.Connection, name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for _ in range(50):
        try:
            server.execute(statement)
            return
        except psycopg.errors.InsufficientPrivilege:
            # A just-closed connection of the runtime role may still be open, and the owner may not terminate it.
            time.sleep(0.1)
    server.execute(statement)


def _digest() -> str:
    shaping = [*ROOT.glob("*/migrations/*.py"), ROOT / "common/walls.py", ROOT / "requirements/base.txt"]
    digest = hashlib.sha256(settings.RUNTIME_ROLE.encode())
    for path in sorted(shaping):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


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
def _lock(name: str) -> Iterator[None]:
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
