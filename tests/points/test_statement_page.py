"""The points statement: movements with balances, expiries, paging."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from activities.models import Activity
from activities.operations import retract_activity
from common.actor import Actor
from common.tenancy import bind
from points.statement import Statement
from tests.careers import CLIMB, NOON, TODAY, live

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def lines(response):
    return [(line.day.isoformat(), line.turn, line.points, line.balance) for line in response.context["page"].rows]


@pytest.mark.rule("B24-4.2a")
def test_points_are_earned_and_expire_a_year_later(visit, alice, alpha):
    live(alpha, [*CLIMB, ("sale", date(2025, 3, 12), {"amount": Decimal("330"), "subject": "Client Zero"})])
    with bind(alpha.program_id):
        later = Statement(partner_id=alpha.pk, account="main", on=date(2026, 3, 12))[0:10]
    assert lines(visit(alice).get("/dashboard/points/")) == [
        ("2025-06-09", "posted", 150, 306),
        ("2025-05-06", "posted", 123, 156),
        ("2025-03-12", "posted", 33, 33),
    ]
    newest = later[0]
    assert (newest.day, newest.turn, newest.points, newest.balance) == (date(2026, 3, 12), "expired", -33, 273)


def test_shows_the_last_active_day_of_points(visit, alice, career):
    page = visit(alice).get("/dashboard/points/").content.decode()
    assert "June 8, 2026" in page
    assert "Paid sale · Client Two" in page


@pytest.mark.parametrize("page", ["points", "activities"])
def test_activities_are_named_in_the_readers_language(visit, alice, career, page):
    shown = visit(alice).get(f"/dashboard/{page}/?lang=de").content.decode()
    assert "Bezahlter Verkauf" in shown
    assert "Paid sale" not in shown


def test_reversed_points_leave_no_balance_or_second_expiry(visit, alice, career):
    with bind(career.program_id):
        actor = Actor.system(career.program_id)
        second = Activity.objects.visible_to(actor).get(subject="Client Two")
        retract_activity(actor=actor, activity=second, reason="Refunded.", today=TODAY, now=NOON)
        after = Statement(partner_id=career.pk, account="main", on=TODAY + timedelta(days=365))[0:10]
    seen = visit(alice).get("/dashboard/points/")
    assert lines(seen)[0][3] == 123
    assert [line.points for line in after] == [-123, -150, 150, 123]


@pytest.mark.parametrize(("show", "signs"), [("", {1}), ("earned", {1}), ("left", set())])
def test_movements_are_filtered(visit, alice, career, show, signs):
    found = lines(visit(alice).get("/dashboard/points/", {"show": show}))
    assert {1 if points > 0 else -1 for _, _, points, _ in found} == signs


def test_unknown_account_shows_field_error(visit, alice, career):
    response = visit(alice).get("/dashboard/points/", {"account_code": "gold_bars", "show": "nonsense"})
    assert response.status_code == 200
    assert len(lines(response)) == 2
    assert "field--wrong" in response.content.decode()


def test_running_balance_continues_across_pages(visit, alice, career):
    sales = [("sale", date(2025, 7, 1) + timedelta(days=n), {"amount": Decimal("100")}) for n in range(60)]
    live(career, sales)
    first = lines(visit(alice).get("/dashboard/points/"))
    second = lines(visit(alice).get("/dashboard/points/", {"page": "2"}))
    assert len(first) == 50
    assert first[0][3] == 273 + 600
    assert second[0][3] == first[-1][3] - first[-1][2]


def test_empty_statement_explains_how_to_earn_points(visit, alice, alpha):
    live(alpha, [], until=date(2025, 3, 11))
    assert "No points yet" in visit(alice).get("/dashboard/points/").content.decode()
