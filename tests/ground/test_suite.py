"""The test suite itself: it runs with row security, is clean after every test, and migrates once."""

import ast
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection, connections

from accounts.models import User
from tests import databases
from tests.architecture.sources import name, read, text_files, tree
from tests.emptying import empty_as_owner


def current_role(alias: str = "default") -> str:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_tests_run_as_the_runtime_role():
    assert current_role() == settings.RUNTIME_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_test_can_use_the_owner_of_the_same_database():
    assert current_role("owner") != settings.RUNTIME_ROLE
    assert connections["owner"].settings_dict["NAME"] == connection.settings_dict["NAME"]


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_committed_rows_are_gone_in_the_next_test(turn):
    assert User.objects.count() == 0
    User.objects.create_user(f"alice{turn}@example.org")
    assert current_role() == settings.RUNTIME_ROLE


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_emptying_keeps_the_triggers_of_the_ledgers(alpha):
    """Only filled tables were emptied, and their triggers are enabled again."""
    empty_as_owner(None)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'")
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM programs_revision")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_template_is_migrated_once(monkeypatch):
    """It exists since this process started, so asking again copies it without migrating."""
    monkeypatch.delattr(databases, "_make")
    version = databases.digest()
    with databases.lock("test_template"), closing(databases.connect()) as server:
        assert databases.template(server, "test_template", version, databases.migrate) == f"test_template_{version}"


def test_every_sampling_test_is_in_the_campaign():
    """A module that uses samples marks its tests, so that `make campaign` finds them."""
    taking = [path for path in text_files() if path.suffix == ".py" and _imports_sample(path)]
    assert len(taking) > 10
    assert [name(path) for path in taking if "pytest.mark.campaign" not in read(path)] == []


def _imports_sample(path):
    imports = [node for node in tree(path).body if isinstance(node, ast.ImportFrom)]
    return any(node.module == "tests.samples" and "sample" in {one.name for one in node.names} for node in imports)
