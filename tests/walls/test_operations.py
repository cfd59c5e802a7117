"""The migration operations: their descriptions, their reversal, and that migrations run as the owner."""

import importlib

import pytest
from django.core.management import load_command_class
from django.db import connections, transaction

from common.walls import AppendOnly, ForceRowSecurity, GrantRuntime
from tests.architecture.sources import APPS, ROOT

FILES = [app for app in APPS if (ROOT / app / "migrations" / "0002_walls.py").exists()]
WALLS = [
    operation
    for app in FILES
    for operation in importlib.import_module(f"{app}.migrations.0002_walls").Migration.operations
]


def test_migrate_runs_as_the_owner_unless_told_otherwise():
    parser = load_command_class("common", "migrate").create_parser("manage.py", "migrate")
    assert parser.parse_args([]).database == "owner"
    assert parser.parse_args(["--database", "default"]).database == "default"


@pytest.mark.django_db(databases=["owner"])
def test_every_wall_can_be_removed_and_restored():
    assert len(WALLS) > 15
    before = policies_and_rights()
    with transaction.atomic("owner"), connections["owner"].schema_editor(atomic=False) as editor:
        for wall in reversed(WALLS):
            wall.database_backwards("any", editor, None, None)
        assert policies_and_rights() != before
        for wall in WALLS:
            wall.database_forwards("any", editor, None, None)
        assert policies_and_rights() == before


def policies_and_rights() -> tuple:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT polrelid::regclass::text, pg_get_expr(polqual, polrelid) FROM pg_policy ORDER BY 1")
        policies = cursor.fetchall()
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2")
        triggers = cursor.fetchall()
        cursor.execute(
            "SELECT table_name, column_name, privilege_type FROM information_schema.column_privileges"
            " WHERE table_schema = 'public' AND grantee <> current_user ORDER BY 1, 2, 3"
        )
        return policies, triggers, cursor.fetchall()


@pytest.mark.parametrize(
    ("wall", "says"),
    [
        (ForceRowSecurity("a_b"), "Force row security on a_b"),
        (AppendOnly("a_b", allow_update=("c",)), "Make a_b append-only"),
        (GrantRuntime("a_b", "SELECT"), "Grant SELECT on a_b to the runtime role"),
    ],
)
def test_a_wall_describes_itself_and_changes_no_model(wall, says):
    assert wall.describe() == says
    assert wall.reduces_to_sql
    assert wall.reversible
    name, arguments, keywords = wall.deconstruct()
    assert vars(type(wall)(*arguments, **keywords)) == vars(wall)
    assert name == type(wall).__name__
