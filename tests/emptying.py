"""Emptying the tables after a test that committed: Django's flush, which the runtime role may not run."""

from typing import Any

import psycopg
from django.db import connections

# What migrations filled stays: no test needs to write it again.
_KEPT = ("django_migrations", "django_content_type", "auth_permission")

# Ledgers refuse TRUNCATE by trigger, for the owner too; only the owner can set the triggers aside.
_EMPTY = """
DO $$
DECLARE
    every text;
    guarded regclass;
BEGIN
    SET LOCAL lock_timeout = '10s';
    SELECT string_agg(format('%I', tablename), ', ') INTO every
    FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (ARRAY[{kept}]);
    FOR guarded IN SELECT DISTINCT tgrelid::regclass FROM pg_trigger
                   WHERE NOT tgisinternal AND tgname LIKE '%\\_truncate' LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', guarded);
    END LOOP;
    EXECUTE 'TRUNCATE ' || every;
    FOR guarded IN SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', guarded);
    END LOOP;
END $$
"""


def empty_as_owner(_case: Any) -> None:
    """Take the place of `TransactionTestCase._fixture_teardown`."""
    connections["default"].close()
    connections["owner"].close()
    found = connections["owner"].settings_dict
    address = {"host": found["HOST"], "port": found["PORT"], "password": found["PASSWORD"]}
    kept = ", ".join(f"'{table}'" for table in _KEPT)
    with psycopg.connect(
        dbname=found["NAME"], user=found["USER"], **{key: value for key, value in address.items() if value}
    ) as connection:
        connection.execute(_EMPTY.replace("{kept}", kept))
