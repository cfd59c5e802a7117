"""Bulk inserts, which row security limits like single ones."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.bulk import FEW, insert_rows, next_ids
from common.tenancy import WHOLE_PROGRAM, bind
from points.models import Account

COLUMNS = ("program_id", "partner_id", "code", "points")


@pytest.fixture(autouse=True, params=[0, FEW], ids=["copied", "few"])
def way(request, monkeypatch):
    """Both ways of inserting do the same."""
    monkeypatch.setattr("common.bulk.FEW", request.param)


def rows_of(*partners, points=1):
    return [(partner.program_id, partner.pk, "bulk", points) for partner in partners]


def test_rows_are_inserted_and_counted(alpha, beta):
    with bind(alpha.program_id):
        assert insert_rows("points_account", COLUMNS, rows_of(alpha, beta)) == 2
        assert Account.objects.filter(code="bulk").count() == 2


def test_two_inserts_in_one_transaction(alpha, beta):
    with bind(alpha.program_id):
        insert_rows("points_account", COLUMNS, rows_of(alpha))
        assert insert_rows("points_account", COLUMNS, rows_of(beta)) == 1


def test_repeated_inserts_in_one_transaction_hold_no_more_locks(alpha, beta):
    def held():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()")
            return cursor.fetchone()[0]

    keep = "ON CONFLICT DO NOTHING"
    with bind(alpha.program_id):
        for _ in range(2):
            insert_rows("points_account", COLUMNS, rows_of(alpha, beta), conflict=keep)
        before = held()
        for _ in range(20):
            insert_rows("points_account", COLUMNS, rows_of(alpha, beta), conflict=keep)
        assert held() == before


def test_a_conflict_is_an_error_unless_handled(alpha, beta):
    rewrite = "ON CONFLICT (partner_id, code) DO UPDATE SET points = EXCLUDED.points"
    with bind(alpha.program_id):
        insert_rows("points_account", COLUMNS, rows_of(alpha))
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_rows("points_account", COLUMNS, rows_of(beta, alpha))
        assert insert_rows("points_account", COLUMNS, rows_of(alpha, beta), conflict="ON CONFLICT DO NOTHING") == 1
        assert insert_rows("points_account", COLUMNS, rows_of(alpha, points=7), conflict=rewrite) == 1
        assert Account.objects.get(partner=alpha, code="bulk").points == 7


def test_another_tenants_rows_are_refused(alpha, beta, delta):
    for partner_id, foreign in ((alpha.pk, beta), (WHOLE_PROGRAM, delta)):
        scope = bind(alpha.program_id, partner_id, kind="system")
        with pytest.raises(DatabaseError, match="row-level security"), scope:
            insert_rows("points_account", COLUMNS, rows_of(foreign))


def test_reserved_ids_are_unused_and_distinct(alpha):
    with bind(alpha.program_id):
        ids = next_ids("points_account", 3)
        made = Account.objects.create(program_id=alpha.program_id, partner=alpha, code="x")
    assert len({*ids, made.pk}) == 4
