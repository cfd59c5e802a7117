"""Levels in the admin: upcoming reviews with forecasts, verdicts, the home page's counts."""

from datetime import timedelta
from decimal import Decimal

import pytest

from common.tenancy import bind
from programs.models import JobRun
from programs.queries import revisions
from statuses.engine import replay
from statuses.histories import histories
from statuses.models import Standing, StatusChange
from tests.careers import NOON, TODAY, live
from tests.cast import admit

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

LIST = "/admin/statuses/standing/"


@pytest.fixture
def due(desk, program):
    """Partners whose grace period ends soon: one has met the requirements, one hasn't."""
    idle = admit(program, "idle", "Idle House", accepted_on=TODAY - timedelta(days=70))
    ready = admit(program, "ready", "Ready House", accepted_on=TODAY - timedelta(days=60))
    live(idle, [("sale", TODAY, {"subject": "Client", "amount": Decimal(10)})])
    tutorial = {"subject": "Ada", "attributes": {"course": "tutorial"}}
    claim = {"subject": "ready.example", "attributes": {"form": "cloud"}}
    live(ready, [("course", TODAY, tutorial), ("nfr_claim", TODAY, claim)])
    return idle, ready


def rows(desk, query):
    return desk.get(LIST + query).context["cl"].result_list


def test_reviews_due_come_soonest_first(desk, due, climbed):
    found = [row.partner.code for row in rows(desk, "?due=60")]
    assert found == ["idle", "ready"]
    assert [row.partner.code for row in rows(desk, "?due=30")] == ["idle"]
    assert "alpha" in [row.partner.code for row in rows(desk, "")]


def test_forecast_matches_the_engine(desk, due, program):
    for row in rows(desk, "?due=60"):
        with bind(program.pk):
            life = histories([row.partner_id], until=TODAY)[row.partner_id]
            later = replay(life, revisions(program.pk), row.due_on).states["status"]
        assert (row.coming.before, row.coming.after) == ("bronze", later.level)
    page = desk.get(LIST + "?due=60").content.decode()
    assert "loses Bronze" in page
    assert "keeps Bronze" in page


def test_home_page_counts_waiting_work(desk, due, program):
    with bind(program.pk):
        JobRun.objects.create(program=program, job="mail", day=TODAY, started_at=NOON, outcome={"error": "no server"})
    home = desk.get("/admin/")
    counts = {thing.title: thing.count for thing in home.context["waiting"]}
    assert counts == {"Grace periods ending": 1, "Jobs that failed": 1}
    assert {"Reviews", "Missed daily runs"} <= {thing.title for thing in home.context["calm"]}
    assert [row.partner.code for row in home.context["soonest"]] == ["idle", "ready"]
    for thing in home.context["waiting"]:
        assert len(desk.get(thing.link).context["cl"].result_list) >= thing.count


def test_missed_day_is_urgent(desk, program):
    program.opened_on = TODAY - timedelta(days=2)
    program.save()
    behind = next(thing for thing in desk.get("/admin/").context["waiting"] if "Missed" in thing.title)
    assert (behind.count, behind.urgent) == (2, True)


def test_home_page_runs_few_queries(desk, due, django_assert_max_num_queries):
    """Two statements for all queues (tests/portal/admin/test_home.py), plus those for reviews, jobs and forecasts."""
    desk.get("/admin/")
    with django_assert_max_num_queries(20):
        desk.get("/admin/")


def test_a_verdict_is_a_table_of_clauses_and_activities(desk, climbed, sale):
    with bind(climbed.program_id):
        change = StatusChange.objects.get(partner=climbed, cause="upgrade")
    response = desk.get(f"/admin/statuses/statuschange/{change.pk}/change/")
    lines = {line.name: line for line in response.context["verdict"].lines}
    sales = lines["Sales in 12 months"]
    assert (sales.clause, sales.have, sales.needed, sales.state) == ("B24-3.1.2", "€2,734.50", "€2,500", "met")
    assert sale.pk in [row.pk for row in sales.counted]
    assert f"/admin/activities/activity/{sale.pk}/change/" in response.content.decode()


def test_failed_verdict_shows_unmet_requirements(desk, program, climbed):
    live(climbed, [], until=TODAY.replace(year=2026, month=6, day=9))
    with bind(program.pk):
        change = StatusChange.objects.get(partner=climbed, cause="review")
        assert Standing.objects.get(partner=climbed).level == "bronze"
    lines = desk.get(f"/admin/statuses/statuschange/{change.pk}/change/").context["verdict"].lines
    assert {line.clause: line.state for line in lines} == {"B24-3.1.2": "open", "B24-3.3": "open"}
