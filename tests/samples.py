"""Sample sizes: small in the test suite, large for the same tests in `make campaign`, which counts what it did.

A test that calls `sample` is marked `@pytest.mark.campaign`. Hypothesis tests get the mark from tests/conftest.py.
"""

import os
from collections import Counter

CAMPAIGN = os.environ.get("ECHELON_CAMPAIGN") == "1"
LIVES = 500  # examples per Hypothesis test in a campaign

_done: Counter[str] = Counter()


def sample(few: int, *, campaign: int) -> int:
    """`few` in the test suite, `campaign` in a campaign."""
    return campaign if CAMPAIGN else few


def tally(what: str, number: int = 1) -> None:
    """Add to what a campaign prints at its end: "kills", "sockets", "pictures", "probes" or "requests"."""
    _done[what] += number


def tallied() -> dict[str, int]:
    """Return what was counted since the last call."""
    found = dict(_done)
    _done.clear()
    return found
