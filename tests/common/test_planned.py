"""Statements that are planned once: later values, other tenants and rollbacks find what an ordinary cursor finds."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from common.planned import planned
from common.tenancy import bind

pytestmark = pytest.mark.django_db
MANY = 10  # from its sixth run on, PostgreSQL may plan a statement for all values


def prepared() -> list[str]:
    """The texts of the statements that the connection has prepared."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [text for (text,) in cursor.fetchall()]


def rows(sql: str, *given):
    with planned() as cursor:
        cursor.execute(sql, list(given))
        return cursor.fetchall()


def test_the_second_run_prepares_the_statement():
    asked = "SELECT 1 + %s AS planned_once"
    seen = []
    for number in range(3):
        assert rows(asked, number) == [(1 + number,)]
        seen.append(sum("planned_once" in text for text in prepared()))
    assert seen == [0, 1, 1]


def test_an_ordinary_cursor_prepares_nothing_and_is_not_counted():
    for _ in range(MANY):
        rows("SELECT 1")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 2 AS ordinary")
    assert not [text for text in prepared() if "ordinary" in text]
    assert connection.connection.prepare_threshold is None


def test_a_plan_sees_the_rows_of_each_binding_only(alpha, beta, delta):
    """The walls hold for a plan that was made within another one."""
    asked = "SELECT id FROM partners_partner WHERE id = ANY(%s) ORDER BY id"
    everyone = sorted([alpha.pk, beta.pk, delta.pk])
    for _ in range(MANY):
        for partner in (alpha, beta, delta):
            with bind(partner.program_id, partner.pk):
                assert rows(asked, everyone) == [(partner.pk,)]
    with bind(alpha.program_id):
        assert rows(asked, everyone) == [(pk,) for pk in sorted([alpha.pk, beta.pk])]
    with bind(alpha.program_id, None):
        assert rows(asked, everyone) == []
    assert any(text.startswith("SELECT id FROM partners_partner WHERE id = ANY") for text in prepared())


def test_values_of_other_sizes_and_none():
    for number in (1, 2**15, 2**31, 2**62, None) * 3:
        assert rows("SELECT %s::bigint", number) == [(number,)]


def test_after_a_rollback_it_is_prepared_again():
    asked = "SELECT 3 AS again"
    for _ in range(2):
        rows(asked)
    with transaction.atomic():
        rows(asked)
        transaction.set_rollback(True)
    assert rows(asked) == rows(asked) == [(3,)]


def test_a_log_of_queries_shows_the_values():
    with CaptureQueriesContext(connection) as asked:
        rows("SELECT %s", "what was asked")
    assert "what was asked" in asked[0]["sql"]
