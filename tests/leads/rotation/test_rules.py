"""When an answer is due, by the business hours of the partner's country."""

from datetime import UTC, datetime

import pytest

from leads.rotation.rules import business_due

ABOUT = {"opens": 9, "closes": 17, "time_zone": "UTC"}


@pytest.mark.parametrize(
    ("start", "hours", "country", "due"),
    [
        ((2026, 2, 16, 10), 4, "CY", (2026, 2, 16, 14)),
        ((2026, 2, 16, 10), 16, "CY", (2026, 2, 18, 10)),
        ((2026, 2, 13, 16), 2, "CY", (2026, 2, 16, 10)),  # over a weekend
        ((2026, 2, 16, 3), 1, "CY", (2026, 2, 16, 10)),  # before opening
        ((2026, 2, 16, 22), 1, "CY", (2026, 2, 17, 10)),  # after closing
        ((2026, 12, 24, 16), 2, "DE", (2026, 12, 28, 10)),  # over Christmas
        ((2026, 2, 13, 10), 1, "AE", (2026, 2, 13, 11)),
    ],
)
def test_hours_count_while_the_partner_is_open(start, hours, country, due):
    found = business_due(datetime(*start, tzinfo=UTC), hours=hours, country=country, **ABOUT)
    assert found == datetime(*due, tzinfo=UTC)
