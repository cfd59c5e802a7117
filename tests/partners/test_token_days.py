"""Partners and the vendor have the same limit for tokens: the same date in ten years."""

from datetime import UTC, date, datetime

import pytest

from partners.team.pages.forms import CreateToken
from partners.token_days import end_of, last_day_problem
from partners.tokens.admin import VendorToken
from partners.tokens.scopes import PARTNER_SCOPES, VENDOR_SCOPES

TODAY = date(2026, 12, 2)


def partners_form(day):
    asked = {"name": "Shop", "scopes": ["points:read"], "expires_on": day}
    return CreateToken(asked, scopes=PARTNER_SCOPES, today=TODAY)


def vendors_form(day):
    asked = {"name": "Reports", "scopes": [next(iter(VENDOR_SCOPES))], "expires_on": day}
    return VendorToken(asked, today=TODAY, time_zone="Asia/Nicosia")


@pytest.mark.parametrize("form", [partners_form, vendors_form])
@pytest.mark.parametrize(
    ("day", "taken"),
    [
        (date(2026, 12, 1), False),
        (date(2026, 12, 2), True),
        (date(2036, 1, 2), True),
        (date(2036, 12, 2), True),
        (date(2036, 12, 3), False),
    ],
)
def test_both_pages_accept_the_same_days(form, day, taken):
    found = form(day.isoformat())
    assert found.is_valid() == taken
    assert set(found.errors) == (set() if taken else {"expires_on"})


def test_ten_years_from_february_29_end_on_february_28():
    leap = date(2028, 2, 29)
    assert not last_day_problem(date(2038, 2, 28), leap)
    assert last_day_problem(date(2038, 3, 1), leap)


@pytest.mark.parametrize("form", [partners_form, vendors_form])
def test_a_token_is_valid_through_its_last_day_in_the_programs_time_zone(form):
    found = form("2027-07-01")
    assert found.is_valid()
    end = datetime(2027, 7, 1, 20, 59, 59, tzinfo=UTC)
    assert found.expires_at("Asia/Nicosia") == end_of(date(2027, 7, 1), "Asia/Nicosia") == end
