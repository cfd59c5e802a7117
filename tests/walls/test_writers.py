"""Who may read and write which table: kinds of actor x tables x verbs, each tried as the runtime role.

The declarations (`writers.py` of each app) are the expected table. Statements touch no row, because rights and
statement triggers refuse them before any row is looked at; row security is asked with a made-up row.
"""

import json

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils.module_loading import autodiscover_modules

from accounts.models import User
from common.tenancy import bind
from common.writers import KINDS, add_writers, enforce, writers
from programs.models import Site, Staff
from tests.walls.test_catalog import LEDGERS, OUTSIDE, SIGN_IN, VENDORS, rows, tenant_tables

pytestmark = pytest.mark.django_db

PROGRAM, PARTNER, USER, ANOTHER = 1, 2, 3, 4
# Kinds of actor as the middleware and commands bind them.
BOUND = {
    "nobody": (None, None, None, "nobody"),
    "visitor": (PROGRAM, None, None, "visitor"),
    "account": (PROGRAM, None, None, "account"),
    "partner": (PROGRAM, PARTNER, USER, "partner"),
    "staff": (PROGRAM, 0, USER, "staff"),
    "system": (PROGRAM, 0, None, "system"),
}
# The runtime role lacks these rights whoever acts; for ledgers see LEDGERS.
NO_RIGHT = {
    "programs_program": {"delete"},
    **{
        table: {"insert", "update", "delete"}
        for table in (
            "django_migrations",
            "django_content_type",
            "auth_group",
            "auth_group_permissions",
            "auth_permission",
        )
    },
}
# Rows that only their own person sees, or the partners to whom a request went, besides the vendor.
OWN = {"notices_mailchoice", "partners_formdraft", "leads_leadrequest"}
VENDOR = {"staff", "system"}

TRY = """
CREATE FUNCTION pg_temp.tried(tables text[]) RETURNS TABLE (tab text, verb text) LANGUAGE plpgsql AS $$
DECLARE
    given text; known text; written text;
BEGIN
    FOREACH tab IN ARRAY tables LOOP
        SELECT quote_ident(attname) INTO known FROM pg_attribute
        WHERE attrelid = tab::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum LIMIT 1;
        SELECT quote_ident(attname) INTO written FROM pg_attribute
        WHERE attrelid = tab::regclass AND attnum > 0 AND NOT attisdropped
        ORDER BY has_column_privilege(attrelid, attnum, 'UPDATE') DESC, attnum LIMIT 1;
        FOREACH verb IN ARRAY ARRAY['select', 'insert', 'update', 'delete'] LOOP
            given := CASE verb
                WHEN 'select' THEN format('SELECT %s FROM %s WHERE false', known, tab)
                WHEN 'insert' THEN format('INSERT INTO %2$s (%1$s) SELECT %1$s FROM %2$s WHERE false', known, tab)
                WHEN 'update' THEN format('UPDATE %2$s SET %1$s = %1$s WHERE false', written, tab)
                ELSE format('DELETE FROM %s WHERE false', tab)
            END;
            BEGIN
                EXECUTE given;
                RETURN NEXT;
            EXCEPTION WHEN insufficient_privilege THEN NULL;
            END;
        END LOOP;
    END LOOP;
END $$
"""


@pytest.fixture(autouse=True)
def _declared():
    autodiscover_modules("writers")


def tables() -> list[str]:
    return [table for (table,) in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]


def tried(kind) -> set[tuple[str, str]]:
    """Return what this kind of actor may do, as pairs of table and verb."""
    with bind(*BOUND[kind]):
        if kind == "nobody":
            rows("SELECT set_config('app.actor', '', true)")
        with connection.cursor() as cursor:
            cursor.execute(TRY)
        allowed = set(rows("SELECT tab, verb FROM pg_temp.tried(%s)", tables()))
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION pg_temp.tried(text[])")
        seen = {table for table in tables() if sees(table)}
    return {(table, verb) for table, verb in allowed if verb != "select" or table in seen}


def sees(table) -> bool:
    """Whether row security shows a row of the actor's program and partner that is about another person."""
    policies = rows("SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = %s::regclass", table)
    row = {"program_id": PROGRAM, "partner_id": PARTNER, "user_id": ANOTHER}
    if table == "partners_partner":
        row["id"] = PARTNER
    where = " OR ".join(f"({expression})" for (expression,) in policies) or "true"
    made = f'SELECT (jsonb_populate_record(NULL::"{table}", %s)).*'
    return bool(rows(f'SELECT 1 FROM ({made}) AS "{table}" WHERE {where}', json.dumps(row)))


def expected(kind) -> set[tuple[str, str]]:
    """Return the same as declared."""
    found = {(table, "select") for table in tables() if kind in readers(table)}
    for table, declared in writers().items():
        without = set(NO_RIGHT.get(table, ()))
        if table in LEDGERS:
            without |= {"delete"} if LEDGERS[table] else {"update", "delete"}
        found |= {
            (table, verb)
            for verb in ("insert", "update", "delete")
            if kind in getattr(declared, verb) and verb not in without
        }
    return found


def readers(table) -> set[str]:
    """Return the kinds of actor that see somebody else's row of their program or partner."""
    if table in SIGN_IN:
        return {"account", "system"} | ({"staff"} if table == "mfa_authenticator" else set())
    if table not in tenant_tables() - set(OUTSIDE):
        return set(KINDS)
    if table in VENDORS | OWN:
        return VENDOR
    columns = rows("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass", table)
    if ("partner_id",) in columns or table == "partners_partner":
        return VENDOR | {"partner"}
    return set(KINDS) - {"nobody"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_actor_may_do_what_is_declared_and_nothing_else(kind):
    found, declared = tried(kind), expected(kind)
    assert sorted(found - declared) == []
    assert sorted(declared - found) == []


def test_every_table_is_declared():
    """A new table needs a line in its app's `writers.py`; until then only the system writes it."""
    assert sorted(set(tables()) ^ set(writers())) == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_is_in_force_is_left_alone():
    """Replacing a trigger locks its table, and `migrate` runs at every start."""
    assert enforce(connections["owner"]) == []


def test_an_unknown_kind_and_a_second_declaration_are_errors():
    with pytest.raises(ValueError, match="not a kind"):
        add_writers("somewhere", insert="everybody")
    with pytest.raises(ValueError, match="twice"):
        add_writers("programs_staff")


# What a mistake in a visitor's or a partner's request must never do, whatever the declarations become.
NEVER = {
    "hire staff": "INSERT INTO programs_staff (program_id, user_id, role) SELECT program_id, user_id, role"
    " FROM programs_staff",
    "change staff": "UPDATE programs_staff SET role = 'administrator'",
    "make a superuser": "UPDATE accounts_user SET is_superuser = true",
    "let somebody enter the admin": "UPDATE accounts_user SET is_staff = true",
    "open a blocked account": "UPDATE accounts_user SET is_active = false",
    "open an account with flags": "INSERT INTO accounts_user (password, is_superuser, email, name, is_staff, is_active,"
    " date_joined) VALUES ('', true, 'x@x.example', '', false, true, now())",
    "change a card": "UPDATE partners_card SET name = 'x'",
    "change a site": "UPDATE programs_site SET host = 'evil.example'",
    "add a site": "INSERT INTO programs_site (program_id, host, language, currency) VALUES (1, 'x', 'en', 'EUR')",
    "forge a migration": "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
    "give points": "UPDATE points_account SET points = 0",
    "take a second factor": "DELETE FROM mfa_authenticator",
    "put somebody into a group": "INSERT INTO accounts_user_groups (user_id, group_id) VALUES (1, 1)",
}


@pytest.mark.parametrize("kind", ["nobody", "visitor", "account", "partner"])
def test_requests_of_visitors_and_partners_never(kind, alpha, alice, charlie):
    program, partner, user, _kind = BOUND[kind]
    ids = (program and alpha.program_id, partner and alpha.pk, user and alice.pk)
    done = []
    with bind(*ids, kind):
        if kind == "nobody":
            rows("SELECT set_config('app.actor', '', true)")
        for deed, sql in NEVER.items():
            # On the account pages people remove their own.
            if not refused(sql) and (kind, deed) != ("account", "take a second factor"):
                done.append(deed)
    assert done == []


def refused(sql) -> bool:
    """Whether the runtime role lacks the right; other errors are raised."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            transaction.set_rollback(True)
    except DatabaseError as error:
        if error.__cause__.sqlstate != "42501":
            raise
        return True
    return False


def test_control_the_system_may(alpha, charlie):
    with bind(alpha.program_id):
        assert Staff.objects.update(role="administrator") == 1
        assert User.objects.update(is_superuser=True) == 1
        assert Site.objects.filter(host="nowhere").update(language="en") == 0


def test_a_signed_in_person_sees_only_their_own_second_factor(program, charlie, root):
    for kind in ("visitor", "account"):
        with bind(program.pk, None, root.pk, kind):
            assert rows("SELECT user_id FROM mfa_authenticator") == [(root.pk,)]
    with bind(program.pk, None, None, "visitor"), transaction.atomic():
        assert rows("SELECT user_id FROM mfa_authenticator") == []
