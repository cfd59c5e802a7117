"""Two `migrate` at once: the second waits for the first and finds nothing left to apply."""

from contextlib import nullcontext, suppress
from importlib import import_module
from threading import Barrier, BrokenBarrierError

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from tests.databases import copied, point_at
from tests.races.crowd import at_once

COMMAND = import_module("common.management.commands.migrate")


@pytest.fixture
def empty(django_db_setup, django_db_blocker):
    """The owner's connections of all threads lead to a database without any table."""
    owner = connections["owner"].settings_dict
    ours, user = owner["NAME"], owner["USER"]
    with django_db_blocker.unblock(), copied(f"{ours}_empty", "test_empty", "1", lambda name: None):
        point_at("owner", f"{ours}_empty", user)
        yield
        point_at("owner", ours, user)


def migrate_twice(monkeypatch, *, patience: float) -> list:
    """Run two at once that wait for each other, up to ``patience`` seconds, after reading what is applied."""
    both = Barrier(2, timeout=patience)
    apply = MigrationExecutor.migrate

    def meet_and_apply(self, *args, **named):
        with suppress(BrokenBarrierError):  # the other one can't read yet
            both.wait()
        return apply(self, *args, **named)

    monkeypatch.setattr(MigrationExecutor, "migrate", meet_and_apply)

    def migrate(_n):
        try:
            call_command("migrate", "contenttypes", database="owner", verbosity=0, interactive=False)
        finally:
            connections["owner"].close()

    return at_once(migrate, people=2)


def test_two_at_once_do_no_harm(empty, monkeypatch):
    assert migrate_twice(monkeypatch, patience=0.5) == [None, None]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'contenttypes' ORDER BY id")
        assert [name for (name,) in cursor.fetchall()] == ["0001_initial", "0002_remove_content_type_name"]
    connections["owner"].close()


def test_control_without_the_lock_one_of_them_fails(empty, monkeypatch):
    monkeypatch.setattr(COMMAND, "_alone", lambda database: nullcontext())
    found = migrate_twice(monkeypatch, patience=20)
    assert sorted(error is None for error in found) == [False, True]
