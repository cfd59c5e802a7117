"""References of activities as people read them: codes that apps gave themselves aren't shown."""

import pytest

from activities.references import shown_reference


@pytest.mark.parametrize(
    ("reference", "shown"),
    [
        ("order-HB5TQ4YX-1-1", "Order HB5TQ4YX"),
        ("order-HB5TQ4YX-1", "Order HB5TQ4YX"),
        ("lead-104", ""),
        ("nfr/2", ""),
        ("client/17/2026-10", ""),
        ("INV-2026-17", "INV-2026-17"),
        ("Rechnung 17", "Rechnung 17"),
        ("", ""),
    ],
)
def test_an_own_code_is_hidden_and_an_order_named(reference, shown):
    assert shown_reference(reference) == shown
