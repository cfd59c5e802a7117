"""The partner dashboard: current level, what is missing and by when, expiries, and what comes next."""

from datetime import date
from decimal import Decimal

import pytest

from tests.careers import live

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def seen(visit, user, **asked):
    response = visit(user).get("/dashboard/", asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_shows_level_points_and_rank(visit, alice, career):
    page = seen(visit, alice)
    assert "since June 9, 2025" in page
    assert '<p class="figure">273</p>' in page  # 1,234.50 gives 123 points, 1,500 gives 150
    assert "Rank overall" in page
    assert "Rank in Cyprus" in page


@pytest.mark.rule("B24-3.1.3", "B24-3.1.3q")
def test_shows_what_is_missing_for_the_next_level(visit, alice, career):
    page = seen(visit, alice)
    assert "To reach Gold" in page
    assert "€10,000 more" in page
    assert "Clause B24-3.1.3q" in page


@pytest.mark.rule("B24-3.4.1")
def test_shows_review_requirements_date_and_outcome(visit, alice, career):
    page = seen(visit, alice)
    assert "Checked at the review on June 9, 2026." in page
    assert "<strong>€3,500 more</strong> · due by June 8, 2026" in page
    assert "To do by <strong>June 8, 2026</strong>: close the gaps below to keep Silver." in page
    assert "Otherwise you move to Bronze." in page


def test_shows_the_activities_that_count(visit, alice, career):
    page = seen(visit, alice)
    assert "1 activity counts" in page
    assert "Paid sale · Client Two" in page
    assert "€1,500" in page


@pytest.mark.rule("B24-4.2a")
def test_shows_expiring_points(visit, alice, career):
    page = seen(visit, alice)
    assert "May 6, 2026" in page
    assert "123 points" in page


def test_a_past_day_is_shown_as_it_was(visit, alice, career):
    page = seen(visit, alice, as_of="2025-06-08")
    assert "Your status on June 8, 2025" in page
    assert "To reach Silver" in page
    assert "€1,265.50 more" in page


def test_future_day_is_shown_as_if_nothing_more_happens(visit, alice, career):
    page = seen(visit, alice, as_of="2026-06-09")
    assert "Forecast for June 9, 2026" in page
    assert "since June 9, 2026 · review" in page
    assert "To return to Silver" in page


@pytest.mark.parametrize("asked", ["yesterday", "2025-03-09", "2031-01-01", "0001-01-01"])
def test_invalid_day_shows_field_error(visit, alice, career, asked):
    page = seen(visit, alice, as_of=asked)
    assert "field--wrong" in page
    assert "Overview" in page


@pytest.mark.rule("B24-3.1.1b")
def test_a_newcomer_sees_its_grace_period(visit, alice, alpha):
    live(alpha, [], until=date(2025, 3, 10))
    page = seen(visit, alice, as_of="2025-03-20")
    assert "To complete Bronze" in page
    assert "close the gaps below to keep Bronze. Otherwise it ends." in page
    assert "by June 8, 2025" in page


@pytest.mark.parametrize(
    ("day", "said", "tone"),
    [
        ("2025-03-10", "Otherwise it ends.", ""),
        ("2025-05-09", "Otherwise it ends.", ""),
        ("2025-05-10", "or you lose Bronze.", "alert--bad"),
        ("2025-06-08", "or you lose Bronze.", "alert--bad"),
    ],
)
def test_a_loss_is_an_alarm_only_in_its_last_30_days(visit, alice, alpha, day, said, tone):
    """Day 91, on which a level without its tutorial ends, is June 9, 2025."""
    live(alpha, [], until=date(2025, 3, 10))
    page = seen(visit, alice, as_of=day)
    assert said in page
    assert ("alert--bad" in page) == bool(tone)


def test_a_drop_is_a_warning_only_in_its_last_30_days(visit, alice, career):
    assert "or you drop from Silver to Bronze." not in seen(visit, alice, as_of="2026-05-09")
    assert "or you drop from Silver to Bronze." in seen(visit, alice, as_of="2026-05-10")


@pytest.mark.rule("B24-1.5")
def test_a_cancelled_partner_still_sees_its_own_records(visit, alice, alpha):
    live(alpha, [])
    page = seen(visit, alice)
    assert "No longer a level" in page


def test_latest_notices_are_shown(visit, alice, career):
    assert "You are now a Silver partner" in seen(visit, alice)


def test_user_without_partner_sees_why_there_is_no_dashboard(visit, bob, charlie, dora, alpha, career):
    assert "You are on the program's staff" in seen(visit, charlie)
    assert "You aren't on a partner's team" in seen(visit, dora)
    assert "Alpha" not in seen(visit, bob)


def test_visitor_must_sign_in(visit, program):
    response = visit().get("/dashboard/")
    assert response.status_code == 302
    assert response.url == "/account/login/?next=/dashboard/"


def test_pages_are_not_cached_after_sign_out(visit, alice, career):
    assert "no-store" in visit(alice).get("/dashboard/").headers["Cache-Control"]


def test_big_figures_are_grouped(visit, alice, career):
    live(career, [("sale", date(2025, 7, 1), {"amount": Decimal("123456.78"), "subject": "Client Three"})])
    assert "€123,456.78" in seen(visit, alice)
