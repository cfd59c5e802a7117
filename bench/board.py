"""The board with very many open requests."""

from collections.abc import Iterator

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from bench.fixture import LAST
from bench.lead_rows import BOARD, join_everybody, make_leads, mode_of
from bench.timing import Figure, ms, typical
from common.actor import Actor
from common.tenancy import bind
from leads.board.queries import board, read_access
from partners.models import Partner
from web.paging import page_of

OPEN = 100_000


def run(program_id: int) -> Iterator[Figure]:
    """The first page of the board with very many open requests."""
    rulebook = join_everybody(program_id)
    make_leads(rulebook, mode_of(rulebook, BOARD), "DE", "open", OPEN, contacts=False)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE leads_leadrequest")
    with bind(program_id):
        partner = Partner.objects.filter(program_id=program_id, country="DE").latest("pk")
    actor = Actor("partner", None, program_id, partner.pk, "main")

    def page() -> None:
        access = read_access(partner, rulebook, on=LAST)
        assert page_of(board(actor, access), 1).rows

    with bind(program_id, partner.pk):
        with CaptureQueriesContext(connection) as seen:
            page()
        asked = [query["sql"] for query in seen if "app." not in query["sql"] and "SAVEPOINT" not in query["sql"]]
        took = typical(page, times=20)
    yield Figure(
        f"the board at {OPEN:,} open requests", f"{len(asked)} queries, {ms(took)}", "4 queries", len(asked) <= 4
    )
