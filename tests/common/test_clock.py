"""The clock, stopped for tests."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from common import clock


@time_machine.travel(datetime(2026, 3, 31, 22, 30, tzinfo=UTC), tick=False)
def test_now_is_aware_and_in_utc():
    assert clock.now() == datetime(2026, 3, 31, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", date(2026, 3, 31)), ("Europe/Nicosia", date(2026, 4, 1)), ("America/Sao_Paulo", date(2026, 3, 31))],
)
@time_machine.travel(datetime(2026, 3, 31, 22, 30, tzinfo=UTC), tick=False)
def test_today_depends_on_the_time_zone(zone, day):
    assert clock.today(zone) == day
