"""Emptying the tables after a test that committed: Django's flush, which the runtime role may not run."""

from typing import Any

import psycopg
from django.db import connections

from tests.databases import address

# What migrations filled stays: no test needs to write it again.
_KEPT = "'django_migrations', 'django_content_type', 'auth_permission'"

# Ledgers refuse TRUNCATE by trigger, for the owner too; only the owner can set the triggers aside.
_EMPTY = f"""
DO $$
DECLARE
    every text;
    guarded regclass[];
    each regclass;
BEGIN
    SET LOCAL lock_timeout = '10s';
    SELECT string_agg(format('%I', tablename), ', ') INTO every
    FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ({_KEPT});
    SELECT coalesce(array_agg(DISTINCT tgrelid::regclass), '{{}}') INTO guarded
    FROM pg_trigger WHERE NOT tgisinternal;
    FOREACH each IN ARRAY guarded LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', each);
    END LOOP;
    EXECUTE 'TRUNCATE ' || every;
    FOREACH each IN ARRAY guarded LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', each);
    END LOOP;
END $$
"""


def empty_as_owner(_case: Any) -> None:
    """Take the place of `TransactionTestCase._fixture_teardown`."""
    for alias in ("default", "owner"):
        connections[alias].close()
    with psycopg.connect(**address(connections["owner"].settings_dict["NAME"])) as connection:
        connection.execute(_EMPTY)
