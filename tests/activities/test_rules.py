"""What is wrong with an activity is said in the language of whoever records it."""

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


def test_what_is_missing():
    assert wrong(SALE) == {
        "amount": "Sale needs an amount.",
        "quantity": "Sale needs a quantity.",
        "subject": "Sale needs a subject.",
    }
    assert wrong(COURSE) == {"course_name": "Course needs course name.", "place": "Course needs place."}


def test_what_does_not_belong_there():
    given = {"amount": Decimal(1), "quantity": 1, "subject": "Acme", "attributes": {"course_name": "x", "place": "y"}}
    assert wrong(COURSE, **given) == {
        "amount": "Course has no amount.",
        "quantity": "Course has no quantity.",
        "subject": "Course has no subject.",
        "course_name": "course name must be one of tutorial, sales; not 'x'.",
    }


def test_what_is_below_zero():
    assert wrong(SALE, amount=Decimal(-1), quantity=-1, subject="Acme") == {
        "amount": "The amount must not be negative.",
        "quantity": "The quantity must not be negative.",
    }


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 2), "2026-03-02 has not come yet; today is 2026-03-01."),
        (date(1979, 12, 31), "1979-12-31 is before 1980-01-01."),
        (date(2026, 3, 1), None),
    ],
)
def test_the_day_has_come_and_is_not_decades_ago(day, said):
    assert day_problem(day, date(2026, 3, 1)) == said


def test_a_german_reads_german():
    with translation.override("de"):
        assert wrong(SALE)["amount"] == "Für „Sale“ fehlt der Betrag."
        assert day_problem(date(2026, 3, 2), date(2026, 3, 1)) == (
            "2026-03-02 liegt in der Zukunft; heute ist der 2026-03-01."
        )
