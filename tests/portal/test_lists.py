"""The lists of activities, history and notices: search, filters, sorting, empty state."""

import re

import pytest

from activities.models import Activity
from activities.operations import retract_activity
from common.actor import Actor
from common.tenancy import bind
from tests.careers import NOON, TODAY

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def subjects(response):
    assert response.status_code == 200
    return [row.subject for row in response.context["page"].rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "client"}, ["Client Two", "Client One"]),
        ({"q": "client", "sort": "oldest"}, ["Client One", "Client Two"]),
        ({"kind": "sale", "sort": "amount"}, ["Client Two", "Client One"]),
        ({"kind": "sale", "first": "2025-06-01"}, ["Client Two"]),
        ({"kind": "sale", "last": "2025-06-01"}, ["Client One"]),
        ({"q": "%"}, []),
        ({"kind": "dance", "q": "client"}, ["Client Two", "Client One"]),
        ({"first": "yesterday", "q": "Client One"}, ["Client One"]),
    ],
)
def test_activities_are_searched_filtered_and_sorted(visit, alice, career, asked, found):
    assert subjects(visit(alice).get("/dashboard/activities/", asked)) == found


def test_reversed_date_range_shows_field_error(visit, alice, career):
    response = visit(alice).get("/dashboard/activities/", {"first": "2026-01-01", "last": "2025-01-01"})
    assert "The last day is before the first." in response.content.decode()


def test_reversed_activity_shows_the_reason(visit, alice, career):
    with bind(career.program_id):
        actor = Actor.system(career.program_id)
        sale = Activity.objects.visible_to(actor).get(subject="Client One")
        retract_activity(actor=actor, activity=sale, reason="Paid back to the client.", today=TODAY, now=NOON)
    page = visit(alice).get("/dashboard/activities/").content.decode()
    assert "Reversed" in page
    assert "Paid back to the client." in page


def test_history_shows_every_decision_with_its_grounds(visit, alice, career):
    page = visit(alice).get("/dashboard/history/").content.decode()
    assert "Accepted as Bronze" in page
    assert "From Bronze to Silver" in page
    assert "€2,734.50 of €2,500" in page


def test_notices_are_searched(visit, alice, career):
    found = visit(alice).get("/dashboard/notices/", {"q": "silver"}).content.decode()
    assert "You are now a Silver partner" in found
    assert "No notices found" in visit(alice).get("/dashboard/notices/", {"q": "zeppelin"}).content.decode()


@pytest.mark.parametrize(
    ("page", "says"),
    [("activities", "Nothing recorded yet"), ("history", "No decision yet"), ("notices", "No notices")],
)
def test_empty_list_explains_what_will_appear(visit, bob, page, says):
    assert says in visit(bob).get(f"/dashboard/{page}/").content.decode()


@pytest.mark.parametrize("page", ["activities", "history", "notices", "points"])
def test_other_partners_rows_are_not_shown(visit, bob, career, page):
    whole = visit(bob).get(f"/dashboard/{page}/").content.decode()
    shown = re.sub(r"<nav.*?</nav>", "", whole, flags=re.DOTALL)
    assert "Client" not in shown.replace("Client or person", "")
    assert "Silver" not in shown
