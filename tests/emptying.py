"""Emptying the tables after a test that committed: Django's flush, which the runtime role may not run.

Only tables that hold rows are emptied, and with DELETE: to truncate all of them, with every index, takes a third of a
second after each such test.
"""

from typing import Any

import psycopg
from django.db import connections

from tests.databases import address

# What migrations filled stays: no test needs to write it again.
_KEPT = "'django_migrations', 'django_content_type', 'auth_permission'"

# Ledgers refuse DELETE by trigger, for the owner too; only the owner can set the triggers aside. All foreign keys are
# deferred, so the order is no matter; they are checked before the triggers come back, because a table whose checks
# are still to come cannot be altered.
_EMPTY = f"""
DO $$
DECLARE
    every regclass;
    holds_rows boolean;
    filled regclass[] := '{{}}';
    guarded regclass[];
BEGIN
    SET LOCAL lock_timeout = '10s';
    FOR every IN
        SELECT format('%I', tablename)::regclass FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN ({_KEPT})
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', every) INTO holds_rows;
        IF holds_rows THEN
            filled := filled || every;
        END IF;
    END LOOP;
    SELECT coalesce(array_agg(DISTINCT tgrelid::regclass), '{{}}') INTO guarded
    FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = ANY(filled);
    FOREACH every IN ARRAY guarded LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', every);
    END LOOP;
    FOREACH every IN ARRAY filled LOOP
        EXECUTE format('DELETE FROM %s', every);
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    FOREACH every IN ARRAY guarded LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', every);
    END LOOP;
END $$
"""


def empty_as_owner(_case: Any) -> None:
    """Take the place of `TransactionTestCase._fixture_teardown`."""
    for alias in ("default", "owner"):
        connections[alias].close()
    with psycopg.connect(**address(connections["owner"].settings_dict["NAME"])) as connection:
        connection.execute(_EMPTY)
