"""The `standings` command over a whole network, which is imported once for the module."""

from datetime import date

import pytest

from common.actor import Actor
from common.tenancy import bind
from demo.network import invent, write_network
from demo.plan import DEMO_PROGRAM, load_plan
from importing.operations import import_log
from partners.models import Partner
from points.models import Account
from portal.opening import open_days
from programs.models import Program
from statuses.models import Standing, StatusChange
from statuses.rank import rank
from tests.cast import open_program
from tests.importing.conftest import NOW, TODAY, run, table
from tests.scenes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def network(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo network, imported by the operation."""

    def imported() -> Program:
        folder = tmp_path_factory.mktemp("network")
        write_network(invent(load_plan(DEMO_PROGRAM), day=TODAY), folder)
        program = open_program("bitrix24")
        import_log(actor=Actor.system(program.pk), program=program, folder=folder, today=TODAY, now=NOW)
        program.refresh_from_db()
        return program

    yield from scene(django_db_blocker, imported)


def test_columns_match_the_documentation(network):
    out, _ = run("standings", network.code, "--csv")
    assert out.splitlines()[0] == "partner,track,level,since,confirmed_on,review_on,points,rank"
    out, _ = run("standings", network.code, "--history", "--csv")
    assert out.splitlines()[0] == "partner,track,on,from,to,cause"


def test_standings_match_stored_rows(network):
    rows = table(network.code)
    with bind(network.pk):
        stored = {standing.partner.code: standing for standing in Standing.objects.select_related("partner")}
        points = dict(Account.objects.values_list("partner__code", "points"))
    assert len(rows) == len(stored) == 300
    for row in rows:
        standing = stored[row["partner"]]
        dates = [str(day or "") for day in (standing.since, standing.confirmed_on, standing.review_on)]
        assert [row["level"], row["since"], row["confirmed_on"], row["review_on"]] == [standing.level, *dates]
        assert int(row["points"]) == points.get(row["partner"], 0)


def test_history_matches_stored_rows(network):
    with bind(network.pk):
        stored = StatusChange.objects.filter(superseded_at=None).order_by("partner__code", "on", "seq")
        told = [
            {
                "partner": c.partner.code,
                "track": c.track,
                "on": str(c.on),
                "from": c.from_level,
                "to": c.to_level,
                "cause": c.cause,
            }
            for c in stored.select_related("partner")
        ]
    assert sorted(table(network.code, "--history"), key=str) == sorted(told, key=str)


def test_history_is_in_order_of_code_and_day(network):
    rows = table(network.code, "--history")
    assert [(row["partner"], row["on"]) for row in rows] == sorted((row["partner"], row["on"]) for row in rows)


def test_rank_is_by_points_then_earlier_acceptance(network):
    rows = table(network.code)
    with bind(network.pk):
        accepted = dict(Partner.objects.values_list("code", "accepted_on"))
    holders = [row for row in rows if row["level"]]
    by_rank = sorted(holders, key=lambda row: int(row["rank"]))
    expected = sorted(holders, key=lambda row: (-int(row["points"]), accepted[row["partner"]], row["partner"]))
    assert [row["partner"] for row in by_rank] == [row["partner"] for row in expected]
    assert [int(row["rank"]) for row in by_rank] == list(range(1, len(holders) + 1))
    assert {row["rank"] for row in rows if not row["level"]} == {""}


def test_a_partner_sees_the_same_rank(network):
    rows = table(network.code)[::25]
    with bind(network.pk):
        ids = dict(Partner.objects.values_list("code", "pk"))
    seen = [rank(program_id=network.pk, partner_id=ids[row["partner"]], track="status", account="main") for row in rows]
    assert [str(place.program) if place else "" for place in seen] == [row["rank"] for row in rows]
    assert any(seen)


def test_future_day_is_computed_as_if_nothing_more_happens(network):
    coming = table(network.code, "--as-of", "2026-12-31")
    assert coming != table(network.code)
    open_days(program_id=network.pk, until=date(2026, 12, 31), now=NOW)
    assert table(network.code) == coming


def test_past_day_leaves_out_later_partners(network):
    rows = table(network.code, "--as-of", "2025-01-01")
    with bind(network.pk):
        there = Partner.objects.filter(accepted_on__lte=date(2025, 1, 1))
        assert sorted(row["partner"] for row in rows) == sorted(there.values_list("code", flat=True))
