"""Migrating one class at a time: which migrations may, and that the database becomes the same."""

from contextlib import closing, nullcontext

import pytest
from django.db import migrations, models

from common.quick_states import concern_one_model
from common.walls import ForceRowSecurity
from tests.databases import connect, create, drop, migrate
from tests.samples import CAMPAIGN

# Every column, index, constraint, trigger and policy of the public schema, in words.
_EVERYTHING = """
SELECT format('%s.%s %s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
    pg_get_expr(adbin, adrelid))
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT to_jsonb(p)::text FROM pg_policies p WHERE schemaname = 'public'
ORDER BY 1
"""


@pytest.mark.parametrize(
    "step",
    [
        migrations.CreateModel("Order", [("number", models.CharField(max_length=8, unique=True))]),
        migrations.AddField("order", "partner", models.ForeignKey("partners.Partner", models.PROTECT)),
        migrations.AlterField("order", "note", models.TextField()),
        migrations.AddIndex("order", models.Index("number", name="of_number")),
        migrations.RunPython(migrations.RunPython.noop),
        ForceRowSecurity("store_order", "partner_id"),
    ],
)
def test_what_no_other_model_depends_on_is_migrated_alone(step):
    assert concern_one_model([step])


@pytest.mark.parametrize(
    "step",
    [
        migrations.RenameModel("Order", "Purchase"),
        migrations.RenameField("order", "number", "code"),
        migrations.DeleteModel("Order"),
        migrations.RemoveField("order", "partner"),
        migrations.AlterField("order", "number", models.CharField(max_length=9, unique=True)),
        migrations.AddField("order", "people", models.ManyToManyField("accounts.User")),
        migrations.CreateModel("Gift", [], bases=("store.order",)),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Order")]),
    ],
)
def test_what_others_may_depend_on_is_migrated_with_all_classes(step):
    assert not concern_one_model([migrations.RunSQL(""), step])


@pytest.mark.campaign
@pytest.mark.skipif(not CAMPAIGN, reason="migrates twice; `make campaign` does")
@pytest.mark.usefixtures("django_db_setup")
def test_the_database_becomes_the_same(monkeypatch, django_db_blocker):
    found = []
    with closing(connect()) as server, django_db_blocker.unblock():
        for name, how in (("test_quickly", None), ("test_slowly", nullcontext)):
            drop(server, name)
            server.execute(create(name))
            if how:
                monkeypatch.setattr("common.management.commands.migrate.quickly", how)
            migrate(name)
            with closing(connect(name)) as made:
                found.append(made.execute(_EVERYTHING).fetchall())
            drop(server, name)
    assert found[0] == found[1]
