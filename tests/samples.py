"""How much is tried: a small sample in the suite, a large one of the same tests in `make campaign`.

A test that calls `sample` says `@pytest.mark.campaign`; Hypothesis tests get the mark from tests/conftest.py.
"""

import os

CAMPAIGN = os.environ.get("ECHELON_CAMPAIGN") == "1"
LIVES = 2000  # examples of each Hypothesis test in a campaign


def sample(few: int, *, campaign: int) -> int:
    """`few` in the suite, `campaign` in a campaign."""
    return campaign if CAMPAIGN else few
