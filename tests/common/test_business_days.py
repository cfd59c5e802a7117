"""Terms with real calendars: each expected day was counted by hand with the country's public holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.business_days import days_left, due_day, is_working_day


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.rule("B24-1.2.1b")
@pytest.mark.parametrize(
    ("start", "country", "due", "because"),
    [
        ("2026-02-02", "CY", "2026-02-11", "an ordinary fortnight: one weekend"),
        ("2026-03-23", "CY", "2026-04-03", "25 March and 1 April are public holidays in Cyprus"),
        ("2026-04-07", "CY", "2026-04-20", "the Orthodox Good Friday and Easter Monday"),
        ("2026-04-07", "US", "2026-04-16", "no Easter holiday in the United States"),
        ("2026-06-30", "US", "2026-07-10", "4 July is a Saturday: the Friday before is kept"),
        ("2026-12-22", "CY", "2027-01-04", "Christmas, Boxing Day and New Year's Day, over the year's end"),
        ("2026-02-01", "BH", "2026-02-10", "Friday and Saturday are the weekend in Bahrain"),
        ("2026-02-06", "CY", "2026-02-17", "handed in on a Friday: the first day that counts is Monday"),
        ("2026-02-07", "CY", "2026-02-17", "handed in on a Saturday: so it is"),
        ("2026-04-07", "XX", "2026-04-16", "nobody knows the calendar: Monday to Friday"),
        ("2026-04-07", "", "2026-04-16", "no country at all: Monday to Friday"),
    ],
)
def test_seven_business_days(start, country, due, because):
    assert due_day(day(start), days=7, counted="working", country=country) == day(due), because


@pytest.mark.parametrize(("start", "due"), [("2026-02-06", "2026-02-09"), ("2026-12-30", "2027-01-02")])
def test_calendar_days_skip_nothing(start, due):
    assert due_day(day(start), days=3, counted="calendar", country="CY") == day(due)


@pytest.mark.parametrize(
    ("on", "left"),
    [
        ("2026-04-09", 2),  # Friday to Monday are not business days: Tuesday 14 and Wednesday 15 April are left.
        ("2026-04-10", 2),
        ("2026-04-15", 0),
        ("2026-04-16", -1),
        ("2026-04-17", -2),
        ("2026-04-18", -2),
        ("2026-04-20", -3),
    ],
)
def test_days_left_are_counted_like_the_term(on, left):
    assert days_left(day(on), day("2026-04-15"), counted="working", country="CY") == left


@pytest.mark.parametrize(("on", "left"), [("2026-02-06", 3), ("2026-02-09", 0), ("2026-02-10", -1)])
def test_calendar_days_left(on, left):
    assert days_left(day(on), day("2026-02-09"), counted="calendar", country="CY") == left


def test_a_term_that_ended_on_friday_is_overdue_on_saturday():
    friday, days = day("2026-02-06"), ("2026-02-06", "2026-02-07", "2026-02-09", "2026-02-10")
    left = [days_left(day(on), friday, counted="working", country="CY") for on in days]
    assert left == [0, -1, -1, -2]


def test_a_holiday_observed_in_the_year_before_counts():
    """1 January 2022 was a Saturday; federal offices observed it on Friday, 31 December 2021."""
    assert not is_working_day(day("2021-12-31"), country="US")
    assert is_working_day(day("2021-12-31"), country="DE")


def test_lower_case_names_the_same_country():
    assert not is_working_day(day("2026-04-13"), country="cy")


@given(
    start=st.dates(date(2015, 1, 1), date(2040, 12, 31)),
    days=st.integers(1, 40),
    country=st.sampled_from(["CY", "US", "BH", "DE", "KZ", "RU", "XX"]),
)
def test_a_new_term_has_all_its_days_left(start, days, country):
    due = due_day(start, days=days, counted="working", country=country)
    assert days_left(start, due, counted="working", country=country) == days
    assert days_left(due, due, counted="working", country=country) == 0
    assert days_left(due + timedelta(days=1), due, counted="working", country=country) == -1
    assert is_working_day(due, country=country)
