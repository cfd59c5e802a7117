"""Query counts per page. More data must not mean more queries; raising a limit needs a reason.

Every page runs one query for the site and the session; a signed-in page three more for person, partner and new items.
The transaction's own statements (savepoints and the settings for row-level security) are not counted.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.tenancy import bind
from tests.careers import live
from tests.claims import EVIDENCE, claimed

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

BASELINES = {
    "/": 1,
    "/partners/": 1,
    "/partners/alpha/": 1,
    "/dashboard/": 8,  # where a discount was ever lowered, one more
    "/dashboard/progress/": 6,
    "/dashboard/points/": 6,
    "/dashboard/activities/": 5,
    "/dashboard/history/": 5,
    "/dashboard/benefits/": 5,
    "/dashboard/notices/": 6,
    "/dashboard/notices/mail/": 5,
    "/dashboard/profile/": 9,  # one extra: whether there is an agreement to download
    "/dashboard/profile/edit/": 7,  # two extra: its draft, and the services of others
    "/dashboard/team/": 7,
    "/dashboard/team/leave/": 4,
    "/dashboard/tokens/": 5,
}


def asked(client, path):
    """The queries of a page with warm caches."""
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    noise = ("SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config(", "SELECT held.", "SELECT current_setting(")
    return [query["sql"] for query in captured if not query["sql"].startswith(noise)]


@pytest.mark.parametrize("path", BASELINES)
def test_page_runs_few_queries_with_more_data(visit, alice, career, path):
    client = visit(alice if path.startswith("/dashboard") else None)
    few = asked(client, path)
    sales = [("sale", date(2025, 7, 1) + timedelta(days=n), {"amount": Decimal("100")}) for n in range(30)]
    live(career, sales)
    many = asked(client, path)
    assert len(many) == len(few), "\n".join(many)
    assert len(few) <= BASELINES[path], "\n".join(few)


# The list asks once for what is used up of all capped kinds; a form asks once for drafts.
CLAIMS = {"/dashboard/claims/": 12, "/dashboard/claims/new/evidence/": 11, "/dashboard/claims/%s/": 14}


@pytest.mark.parametrize("path", CLAIMS)
def test_claims_run_few_queries_with_more_rows(visit, alice, career, path):
    client = visit(alice)
    with bind(career.program_id):
        address = path.replace("%s", str(claimed(career, alice, "evidence", EVIDENCE).pk))
    few = asked(client, address)
    with bind(career.program_id):
        for _ in range(10):
            claimed(career, alice, "evidence", EVIDENCE)
    many = asked(client, address)
    assert len(many) == len(few), "\n".join(many)
    assert len(few) <= CLAIMS[path], "\n".join(few)
