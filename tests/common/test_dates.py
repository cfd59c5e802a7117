"""Calendar arithmetic, against a literal reading of «the same date a year before; 29 February: 28 February»."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import expires_on, full_quarters, year_after, years_before

DAYS = st.dates(date(1996, 1, 1), date(2104, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "years", "before"),
    [
        ("2026-03-10", 1, "2025-03-10"),
        ("2028-02-29", 1, "2027-02-28"),
        ("2028-02-29", 4, "2024-02-29"),
        ("2028-02-29", 2, "2026-02-28"),
        ("2029-02-28", 1, "2028-02-28"),
        ("2028-03-01", 1, "2027-03-01"),
    ],
)
def test_years_before(on, years, before):
    assert years_before(day(on), years) == day(before)


@pytest.mark.rule("B24-3.4.1")
@pytest.mark.parametrize(
    ("confirmed", "due"),
    [("2025-03-10", "2026-03-10"), ("2028-02-29", "2029-02-28"), ("2027-02-28", "2028-02-28")],
)
def test_a_yearly_review_is_due_on_the_same_date(confirmed, due):
    assert year_after(day(confirmed)) == day(due)


@pytest.mark.rule("B24-4.2a")
@pytest.mark.parametrize(
    ("earned", "last_active"),
    [
        ("2025-03-10", "2026-03-09"),
        ("2028-02-29", "2029-02-28"),
        ("2027-02-28", "2028-02-27"),
        ("2027-03-01", "2028-02-29"),
        ("2028-03-01", "2029-02-28"),
        ("2025-12-31", "2026-12-30"),
    ],
)
def test_points_expire_on_the_same_date_a_year_later(earned, last_active):
    assert expires_on(day(earned)) == day(last_active) + timedelta(1)


@pytest.mark.rule("B24-4.2a")
@given(earned=DAYS, later=st.integers(-3, 370))
def test_active_on_d_means_after_d_minus_one_year(earned, later):
    on = earned + timedelta(later)
    active = earned <= on < expires_on(earned)
    assert active == (earned <= on and earned > years_before(on, 1))


@given(earned=DAYS, years=st.integers(1, 4), later=st.integers(-3, 1470))
def test_points_expire_after_several_years(earned, years, later):
    on = earned + timedelta(later)
    assert (on < expires_on(earned, years)) == (earned > years_before(on, years))


@pytest.mark.rule("B24-3.1.3m")
@pytest.mark.parametrize(
    ("start", "end", "firsts"),
    [
        ("2025-01-01", "2026-01-01", ["2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01"]),
        ("2025-01-02", "2026-01-02", ["2025-04-01", "2025-07-01", "2025-10-01"]),
        ("2025-03-31", "2026-03-31", ["2025-04-01", "2025-07-01", "2025-10-01"]),
        ("2025-04-01", "2026-03-31", ["2025-04-01", "2025-07-01", "2025-10-01"]),
        ("2025-04-01", "2026-04-01", ["2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01"]),
        ("2025-02-01", "2025-06-30", []),
        ("2025-10-01", "2026-01-01", ["2025-10-01"]),
        ("2025-10-01", "2025-09-30", []),
    ],
)
def test_only_full_quarters_inside_the_window_count(start, end, firsts):
    assert [first for first, _ in full_quarters(day(start), day(end))] == [day(first) for first in firsts]


@given(start=DAYS, length=st.integers(0, 800))
def test_all_days_of_a_full_quarter_are_inside_the_window(start, length):
    end = start + timedelta(length)
    found = list(full_quarters(start, end))
    for first, after in found:
        assert start <= first < after <= end
        assert (first.month, first.day, after.month, after.day) in {
            (1, 1, 4, 1),
            (4, 1, 7, 1),
            (7, 1, 10, 1),
            (10, 1, 1, 1),
        }
    inside = {(first.year, first.month) for first, _ in found}
    for year in range(start.year, end.year + 1):
        for month in (1, 4, 7, 10):
            first = date(year, month, 1)
            after = date(year + 1, 1, 1) if month == 10 else date(year, month + 3, 1)
            assert ((year, month) in inside) == (start <= first and after <= end)
