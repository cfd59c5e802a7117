"""A phone link dials the number as it is meant."""

import pytest

from common.phones import dialled


@pytest.mark.parametrize(
    ("written", "country", "addresses"),
    [
        ("+44 20 7946 0958 x12", "DE", ["tel:+442079460958;ext=12"]),
        ("(212) 555-0123 ext. 45", "US", ["tel:+12125550123;ext=45"]),
        ("+49 30 123456;ext=7", "DE", ["tel:+4930123456;ext=7"]),
        ("+44 (0)20 7946 0958", "DE", ["tel:+442079460958"]),
        ("0049 (0)30 123456", "DE", ["tel:+4930123456"]),
        ("030 123456 / 0171 234567", "DE", ["tel:+4930123456", "tel:+49171234567"]),
        ("+49 30 123456/0171 234567", "DE", ["tel:+4930123456", "tel:+49171234567"]),
        ("+357 25 123456, +357 99 123456", "CY", ["tel:+35725123456", "tel:+35799123456"]),
        ("030/123456", "DE", ["tel:+4930123456"]),
        ("call me", "DE", [""]),
    ],
)
def test_the_link_dials_the_number(written, country, addresses):
    assert [address for _shown, address in dialled(written, country=country)] == addresses
