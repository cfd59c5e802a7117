"""Migrating one class at a time leaves the same database as migrating all together.

Only a campaign collects this module (tests/conftest.py), because it migrates twice.
"""

from contextlib import closing, nullcontext

import pytest

from tests.databases import connect, create, drop, migrate

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


@pytest.mark.campaign
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
