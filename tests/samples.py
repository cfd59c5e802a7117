"""Sample sizes: small in the test suite, large for the same tests in `make campaign`.

A test that calls `sample` is marked `@pytest.mark.campaign`. Hypothesis tests get the mark from tests/conftest.py.
"""

import os

CAMPAIGN = os.environ.get("ECHELON_CAMPAIGN") == "1"
LIVES = 2000  # examples per Hypothesis test in a campaign


def sample(few: int, *, campaign: int) -> int:
    """`few` in the test suite, `campaign` in a campaign."""
    return campaign if CAMPAIGN else few
