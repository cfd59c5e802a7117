"""The two database roles: the owner and the runtime role."""

import pytest

from tests.ground.users import ground

_POWERS = (
    "SELECT string_agg(concat_ws(' ', rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole), ', ' "
    "ORDER BY rolname) FROM pg_roles WHERE rolcanlogin AND rolname LIKE 'echelon%'"
)

REFUSED = (
    "CREATE TABLE mine (number int)",
    "TRUNCATE ledger",
    "DROP TABLE ledger",
    "ALTER TABLE ledger DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "SET ROLE echelon_owner",
)
# Tries each statement as the runtime role and prints what came of it.
_TRY = """
import sys, psycopg
found = embedded.database()
connection = psycopg.connect(host=found["HOST"], user=found["USER"], dbname=found["NAME"], autocommit=True)
for statement in sys.argv[1:]:
    try:
        connection.execute(statement)
        print("done:", statement)
    except psycopg.Error as error:
        print(f"{type(error).__name__}: {statement}")
"""


@pytest.fixture(scope="module")
def here():
    with ground() as made:
        made.use()
        made.sql("CREATE TABLE ledger (amount int)", owner=True)
        yield made


def test_only_the_owner_bypasses_row_security_and_creates_databases(here):
    assert here.sql(_POWERS) == "echelon f f f f, echelon_owner f t t f"


def test_the_runtime_role_reads_and_writes_the_owners_tables(here):
    here.sql("INSERT INTO ledger VALUES (7)")
    assert here.sql("SELECT amount FROM ledger") == "7"


def test_the_runtime_role_owns_nothing(here):
    answers = here.python(_TRY, *REFUSED).splitlines()
    assert answers == [f"InsufficientPrivilege: {statement}" for statement in REFUSED]


def test_a_database_created_later_has_the_same_rights(here):
    made = here.python(
        "import psycopg\n"
        "found = embedded.database(owner=True)\n"
        "def connect(name, user): return psycopg.connect(host=found['HOST'], user=user, dbname=name, autocommit=True)\n"
        "connect('postgres', found['USER']).execute('CREATE DATABASE later')\n"
        "connect('later', found['USER']).execute('CREATE TABLE things (number int)')\n"
        "print(connect('later', 'echelon').execute('SELECT count(*) FROM things').fetchone()[0])"
    )
    assert made == "0\n"
