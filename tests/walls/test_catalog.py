"""The walls in PostgreSQL's catalog; only the names of tables come from Django."""

import pytest
from django.apps import apps
from django.db import connection

from common.walls import runtime_role

pytestmark = pytest.mark.django_db

# Tables with a tenant's column but without row security, each with its reason.
OUTSIDE = {
    "programs_site": "says which program a host belongs to, before any is bound; holds nothing but that",
    "programs_publicchange": "random numbers that say whether a public page changed, read before any program is bound",
    "partners_card": "public data only; text search cannot use its index behind a policy",
    "partners_cardword": "words of cards, which are public",
    "partners_cardanswer": "ids of cards, which are public",
    "partners_cardtext": "the words of a card; it exists for listed partners only",
}
# Append-only tables, and the columns that may be written later.
LEDGERS = {
    "programs_revision": set(),
    "activities_activity": set(),
    "points_entry": set(),
    "statuses_decision": set(),
    "statuses_statuschange": {"superseded_at"},
    "statuses_certificate": {"replaced_on"},
    "notices_notice": {"mailed_at"},
    "notices_reading": set(),
    "notices_mail": {
        "sent_at",
        "attempts",
        "retry_at",
        "failure",
        "link",
        "sealed",
        "erased_at",
        "to",
        "subject",
        "text",
    },
    "accounts_auditentry": set(),
    "partners_applicationevent": {"partner_id"},
    "partners_consent": {"partner_id"},
    "partners_note": set(),
    "partners_restriction": {"lifted_on", "lifted_by_id", "lifted_reason"},
    "partners_websitecheck": set(),
    "activities_claimmessage": set(),
    "activities_claimfile": set(),
    "store_productstate": set(),
    "store_pricelist": set(),
    "store_productprice": set(),
    "store_orderline": set(),
    "store_orderstep": set(),
    "store_bonuscredit": {"available", "revoked_on"},
    "store_bonusentry": set(),
    "store_delivery": set(),
    "store_refund": set(),
    "store_taxexemption": {"ends_on"},
    "store_refundline": set(),
    "store_compliancecheck": {"state", "question", "answer", "decided_at", "decided_by_id", "reason"},
    "store_compliancedocument": set(),
    "store_invoice": set(),
    "store_bankstatement": set(),
    "store_clientquoteline": set(),
    "store_kycdocument": set(),
    "store_licencechange": set(),
    "store_taxidanswer": set(),
    "store_personlist": set(),
    "store_payment": set(),
    "store_order": {
        "state",
        "due_on",
        "paid_on",
        "paid_at",
        "means",
        "cancelled_at",
        "excluded_on",
        "excluded_reason",
    },
    "clients_clientmove": set(),
    "clients_clientlook": set(),
    "clients_acceptedrules": set(),
    "nfr_nfrkeylook": set(),
    "leads_entry": set(),
    "leads_contactview": set(),
    "privacy_erasure": set(),
}
# Tables that only the vendor's staff and the system may read, although rows may be about a partner.
VENDORS = {
    "accounts_auditentry",
    "partners_identifier",
    "partners_note",
    "partners_partnertext",
    "notices_mail",
    "importing_importrun",
    "clients_clientmove",
    "clients_referralvisit",
    "leads_leadcontact",
    "leads_territory",
    "leads_turn",
    "leads_entry",
    "privacy_erasure",
    "reports_reportmail",
    "desk_savedview",
    "desk_assignment",
    "statuses_plannedend",
    "leads_companykey",
    "store_bankentry",
    "store_provisioningendpoint",
    "store_provisioningmessage",
    "store_bankstatement",
    "store_excludedperson",
    "store_invoicecounter",
}

# Tables of sign-in, by person instead of by tenant.
SIGN_IN = {"mfa_authenticator", "account_emailaddress", "usersessions_usersession"}


def rows(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def tenant_tables() -> set[str]:
    """Return every table with a program's or a partner's id, and the table of partners."""
    found = rows(
        "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped"
        " AND a.attname IN ('program_id', 'partner_id')"
    )
    return {table for (table,) in found} | {"partners_partner"}


def unwalled() -> set[str]:
    """Return tenant tables without row security, without forcing it on their owner, or without a policy."""
    walled = rows(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        " AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polcmd = '*' AND polpermissive)"
    )
    return tenant_tables() - {table for (table,) in walled}


def test_every_tenant_table_forces_row_security():
    assert unwalled() == set(OUTSIDE)


def test_tables_of_sign_in_force_row_security():
    forced = rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    assert {table for (table,) in forced} - tenant_tables() == SIGN_IN


def test_tenant_tables_are_found():
    """The search finds the tables it is meant to check."""
    assert {"partners_partner", "partners_member", "activities_activity", "points_entry"} <= tenant_tables()
    assert set(OUTSIDE) <= tenant_tables()


def test_tenant_models_have_a_tenant_column():
    """The search would miss a table without a program, so each such table is listed here."""
    ours = {m._meta.db_table for m in apps.get_models() if m._meta.app_label in _apps()}
    # A card's logo is public like the card, and read only through it.
    assert (
        ours - tenant_tables()
        == {
            "accounts_user",
            "accounts_user_groups",
            "accounts_user_user_permissions",
            "programs_program",
            "partners_cardlogo",
        }
        & ours
    )


def _apps():
    return {
        "accounts",
        "programs",
        "partners",
        "notices",
        "activities",
        "points",
        "statuses",
        "clients",
        "meetings",
        "nfr",
        "store",
        "leads",
        "privacy",
        "reports",
        "desk",
        "portal",
        "importing",
    }


def test_a_policy_calls_nothing_volatile():
    """A volatile function in a policy is called per row, which is 14 to 67 times slower."""
    policies = rows("SELECT polname, pg_get_expr(polqual, polrelid) FROM pg_policy")
    assert policies
    for _name, expression in policies:
        assert "current_setting('app." in expression
        assert expression == expression.replace("random(", "").replace("clock_timestamp(", "")


def test_policies_also_check_writes():
    assert rows("SELECT count(*) FROM pg_policy WHERE polwithcheck IS NULL") == [(0,)]


@pytest.mark.parametrize("table", LEDGERS)
def test_a_ledger_has_both_triggers(table):
    triggers = rows("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'", table)
    assert {("append_only",), ("append_only_truncate",)} <= set(triggers)


@pytest.mark.parametrize(("table", "columns"), LEDGERS.items())
def test_the_runtime_role_may_not_change_a_ledger(table, columns):
    for right in ("UPDATE", "DELETE", "TRUNCATE"):
        assert rows("SELECT has_table_privilege(%s, %s, %s)", runtime_role(), table, right) == [(False,)]
    writable = rows(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND has_column_privilege(%s, attrelid, attnum, 'UPDATE')",
        table,
        runtime_role(),
    )
    assert {column for (column,) in writable} == columns


def test_every_ledger_is_listed():
    guarded = rows("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'")
    assert {table for (table,) in guarded} == set(LEDGERS)


def test_the_runtime_role_has_no_special_rights():
    role = rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = %s",
        runtime_role(),
    )
    assert role == [(False,) * 5]
    assert rows("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = %s", runtime_role()) == []
    assert rows("SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = %s", runtime_role()) == []
    memberships = "SELECT count(*) FROM pg_auth_members WHERE member = %s::regrole"
    assert rows(memberships, runtime_role()) == [(0,)]


def test_the_suite_itself_runs_as_the_runtime_role():
    assert rows("SELECT current_user, session_user") == [(runtime_role(), runtime_role())]


def test_views_run_with_the_rights_of_their_reader():
    """A view without security_invoker reads as its owner and bypasses the policies."""
    views = rows(
        "SELECT relname, reloptions FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace"
    )
    assert [view for view, options in views if "security_invoker=true" not in (options or [])] == []
