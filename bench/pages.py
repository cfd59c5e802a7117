"""Database queries of pages."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.fixture import LAST
from bench.timing import Figure, ms, typical
from common.tenancy import bind
from partners.models import Partner
from programs.models import Program
from programs.queries import revisions
from statuses.directory.queries import Filters, cards
from statuses.standing.queries import standing

HOST = "bitrix24.localhost"


def run(program_id: int) -> Iterator[Figure]:
    """Explain, and a directory page."""
    program = Program.objects.get(pk=program_id)
    with bind(program_id):
        partner = Partner.objects.order_by("pk")[100]
        rules = revisions(program_id)
        with CaptureQueriesContext(connection) as asked:
            standing(partner=partner, revisions=rules, as_of=LAST)
        took = typical(lambda: standing(partner=partner, revisions=rules, as_of=LAST), times=20)
    yield Figure("explain", f"{len(asked)} queries, {ms(took)}", "at most 8 queries", len(asked) <= 8)
    client = Client(headers={"host": HOST})
    client.get("/partners/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/partners/", {"country": "DE"})
    # Opening and binding the transaction reads no table.
    statements = [query for query in asked if " FROM " in query["sql"]]
    yield Figure("directory page", f"{len(statements)} queries", "at most 4", len(statements) <= 4)
    sql, values = cards(program_id=program.pk, filters=Filters(country="DE"))[:25].query.sql_with_params()
    one, page = typical(lambda: _ask("SELECT 1"), times=300), typical(lambda: _ask(sql, values), times=300)
    yield Figure("its SQL", f"{ms(page)}, {page / one:.1f} x `select 1`", "within 4 x", page / one <= 4)


def _ask(sql: str, values: tuple[int | str, ...] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.fetchall()
