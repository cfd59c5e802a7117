"""The second wall alone: raw SQL as the runtime role sees no rows of another tenant."""

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction

from common.tenancy import bind
from partners.models import Application
from tests.isolation.people import NOW
from tests.isolation.tenants import found
from tests.walls.test_catalog import LEDGERS, OUTSIDE, VENDORS, tenant_tables

pytestmark = pytest.mark.django_db
OF_A_PERSON = {"partners_formdraft"}  # whose colleagues see none of them (tests/partners/drafts)


@pytest.fixture
def alpha(program, site, charlie):
    return found(program, site, "alpha")


@pytest.fixture
def beta(program, site, charlie):
    return found(program, site, "beta")


@pytest.fixture
def delta(other_program, other_site, erin):
    return found(other_program, other_site, "delta")


def walled(partner_column=False) -> list[str]:
    """Return the tables with row security; with `partner_column`, those with a partner's rows."""
    tables = sorted(tenant_tables() - set(OUTSIDE))
    if not partner_column:
        return tables
    own = run("SELECT table_name FROM information_schema.columns WHERE column_name = 'partner_id'")
    of_partners = [table for table in tables if (table,) in own and table not in VENDORS | OF_A_PERSON]
    return [*of_partners, "partners_partner"]


def run(sql, using="default"):
    with connections[using].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def within(tenant):
    """Bind to a partner's rows as a kind of actor that may write every table, so that only row security can refuse."""
    return bind(tenant.partner.program_id, tenant.partner.pk, kind="system")


def tenants_seen(table, column="program_id", using="default"):
    column = "id" if (table, column) == ("partners_partner", "partner_id") else column
    return {tenant for (tenant,) in run(f"SELECT DISTINCT {column} FROM {table}", using)}


def test_a_program_sees_only_its_own_rows(alpha, delta):
    for tenant in (alpha, delta):
        with bind(tenant.partner.program_id):
            seen = {table: tenants_seen(table) for table in walled()}
        assert seen == {table: {tenant.partner.program_id} for table in walled()}


def test_a_partner_sees_only_its_own_rows(alpha, beta):
    for tenant in (alpha, beta):
        with bind(tenant.partner.program_id, tenant.partner.pk):
            seen = {table: tenants_seen(table, "partner_id") for table in walled(partner_column=True)}
        assert seen == {table: {tenant.partner.pk} for table in walled(partner_column=True)}


def test_a_partner_sees_nothing_of_the_vendors_own_tables(alpha):
    with bind(alpha.partner.program_id):
        assert {table for table in VENDORS if tenants_seen(table)} == VENDORS
    with bind(alpha.partner.program_id, alpha.partner.pk, alpha.user.pk):
        assert {table for table in VENDORS if tenants_seen(table)} == set()


def test_an_applicant_sees_its_own_rows_until_there_is_a_partner(alpha):
    program, user = alpha.partner.program, alpha.user
    with bind(program.pk):
        Application.objects.create(program=program, applicant=user, started_at=NOW, saved_at=NOW)
    with bind(program.pk, None, user.pk):
        assert run("SELECT state FROM partners_application") == [("draft",)]
        assert run("SELECT name FROM partners_document") == []
    with bind(program.pk, None, user.pk + 1):
        assert run("SELECT state FROM partners_application") == []


def test_a_partner_under_another_program_sees_nothing(alpha, delta):
    with bind(delta.partner.program_id, alpha.partner.pk):
        assert {table: tenants_seen(table) for table in walled(partner_column=True)} == {
            table: set() for table in walled(partner_column=True)
        }


def test_unbound_sees_nothing(alpha, delta):
    assert {table: tenants_seen(table) for table in walled()} == {table: set() for table in walled()}


def test_a_visitor_sees_nothing_of_partners(alpha):
    with bind(alpha.partner.program_id, None):
        assert {t: tenants_seen(t) for t in walled(partner_column=True)} == {
            t: set() for t in walled(partner_column=True)
        }


def test_a_user_sees_only_their_own_membership(alpha, beta):
    with bind(alpha.partner.program_id, None, alpha.user.pk):
        assert run("SELECT user_id FROM partners_member") == [(alpha.user.pk,)]
        assert run("SELECT id FROM partners_partner") == []


def test_a_membership_in_another_program_is_invisible(alpha, delta):
    with bind(delta.partner.program_id, None, alpha.user.pk):
        assert run("SELECT user_id FROM partners_member") == []


def test_a_row_cannot_be_moved_to_another_tenant(alpha, beta, delta):
    for target in (beta, delta):
        with pytest.raises(DatabaseError, match="row-level security"), within(alpha):
            write(
                "UPDATE points_account SET program_id = %s, partner_id = %s WHERE partner_id = %s",
                target.partner.program_id,
                target.partner.pk,
                alpha.partner.pk,
            )


def test_a_row_cannot_be_written_for_another_tenant(alpha, beta):
    with pytest.raises(DatabaseError, match="row-level security"), within(alpha):
        write(
            "INSERT INTO points_account (program_id, partner_id, code, points) VALUES (%s, %s, 'x', 1)",
            alpha.partner.program_id,
            beta.partner.pk,
        )


def test_another_tenants_rows_cannot_be_changed_or_deleted(alpha, beta):
    with within(alpha):
        assert write("UPDATE points_account SET points = 0 WHERE partner_id = %s", beta.partner.pk) == 0
        assert write("DELETE FROM statuses_standing WHERE partner_id = %s", beta.partner.pk) == 0


def test_the_runtime_role_cannot_change_a_ledger(alpha, subtests):
    changes = ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE")
    for statement in (change.format(table) for table in LEDGERS for change in changes):
        refused = pytest.raises(DatabaseError, match="permission denied")
        with subtests.test(statement), refused, bind(alpha.partner.program_id):
            write(statement)


def test_columns_that_may_be_written_later_can_be(alpha):
    with bind(alpha.partner.program_id):
        assert write("UPDATE notices_notice SET mailed_at = now() WHERE mailed_at IS NULL") == 1
        assert write("UPDATE statuses_statuschange SET superseded_at = now()") == 1
        assert write("UPDATE statuses_certificate SET replaced_on = issued_on") == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_trigger_stops_the_owner_too_who_sees_everyone(alpha, beta, delta, subtests):
    """The same queries that return nothing above find both programs and all partners as the owner."""
    changes = ("UPDATE {} SET program_id = program_id + 1", "DELETE FROM {}", "TRUNCATE {} CASCADE")
    for statement in (change.format(table) for table in LEDGERS for change in changes):
        refused = pytest.raises(DatabaseError, match="is append-only")
        with subtests.test(statement), refused, transaction.atomic("owner"):
            write(statement, using="owner")
    programs = {alpha.partner.program_id, delta.partner.program_id}
    partners = {tenant.partner.pk for tenant in (alpha, beta, delta)}
    assert {table: tenants_seen(table, using="owner") for table in walled()} == dict.fromkeys(walled(), programs)
    owned = walled(partner_column=True)
    assert {t: tenants_seen(t, "partner_id", using="owner") for t in owned} == dict.fromkeys(owned, partners)


@pytest.mark.django_db(transaction=True)
def test_a_binding_does_not_outlive_its_transaction(alpha):
    """The next transaction on the same connection, as from a pool, sees nothing."""
    with bind(alpha.partner.program_id):
        backend = run("SELECT pg_backend_pid()")
        assert run("SELECT count(*) FROM points_entry") == [(1,)]
    assert run("SELECT pg_backend_pid()") == backend
    assert run("SELECT count(*) FROM points_entry") == [(0,)]
    with transaction.atomic():
        assert run("SELECT count(*) FROM points_entry") == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_a_binding_does_not_outlive_an_error(alpha):
    with pytest.raises(DatabaseError), bind(alpha.partner.program_id):
        write("SELECT 1 / 0")
    assert run("SELECT count(*) FROM points_entry") == [(0,)]


def test_the_runtime_role_cannot_disable_row_security(alpha):
    for attempt in (
        "ALTER TABLE points_entry NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE points_entry DISABLE TRIGGER USER",
        "DROP POLICY tenant ON points_entry",
        "SET LOCAL session_replication_role = replica",
        "SET LOCAL ROLE echelon_owner",
    ):
        with pytest.raises(DatabaseError) as refusal, transaction.atomic():
            write(attempt)
        assert isinstance(refusal.value.__cause__, psycopg.errors.InsufficientPrivilege)


def write(sql, *parameters, using="default") -> int:
    """Run a statement and return the number of affected rows."""
    with connections[using].cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return cursor.rowcount


def test_row_security_cannot_be_switched_off(alpha):
    """`row_security = off` turns a filtered query into an error; it never returns more rows."""
    write("SET LOCAL row_security = off")
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        run("SELECT count(*) FROM points_entry")
