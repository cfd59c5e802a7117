"""Problems with an activity are reported in the user's language."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from activities.rules import day_problem, problems
from programs.definition.activities import ActivityKind

SALE = ActivityKind(clause="X-1", name="Sale", amount="required", quantity="required", subject="required")
COURSE = ActivityKind(clause="X-2", name="Course", attributes={"course_name": ["tutorial", "sales"], "place": []})


def wrong(kind, **given):
    blank = {"amount": None, "quantity": None, "subject": "", "attributes": {}}
    return problems(kind, **blank | given)


def test_missing_values():
    assert wrong(SALE) == {
        "amount": "Sale needs an amount.",
        "quantity": "Sale needs a quantity.",
        "subject": "Sale needs a subject.",
    }
    assert wrong(COURSE) == {"course_name": "Course needs course name.", "place": "Course needs place."}


def test_values_the_kind_does_not_use():
    given = {"amount": Decimal(1), "quantity": 1, "subject": "Acme", "attributes": {"course_name": "x", "place": "y"}}
    assert wrong(COURSE, **given) == {
        "amount": "Course has no amount.",
        "quantity": "Course has no quantity.",
        "subject": "Course has no subject.",
        "course_name": "course name must be one of tutorial, sales; not 'x'.",
    }


def test_negative_values():
    assert wrong(SALE, amount=Decimal(-1), quantity=-1, subject="Acme") == {
        "amount": "The amount must not be negative.",
        "quantity": "The quantity must not be negative.",
    }


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 2), "2026-03-02 is in the future; today is 2026-03-01."),
        (date(1979, 12, 31), "1979-12-31 is before 1980-01-01."),
        (date(2026, 3, 1), None),
    ],
)
def test_day_is_neither_in_the_future_nor_decades_ago(day, said):
    assert day_problem(day, date(2026, 3, 1)) == said


def test_problems_in_german():
    with translation.override("de"):
        assert wrong(SALE)["amount"] == "Für „Sale“ fehlt der Betrag."
        assert day_problem(date(2026, 3, 2), date(2026, 3, 1)) == (
            "2026-03-02 liegt in der Zukunft; heute ist der 2026-03-01."
        )
