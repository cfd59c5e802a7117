"""Prints what a campaign did at its end, counted by the tests of all its processes (tests/samples.py)."""

from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest
from django.core.signals import request_started

from tests.samples import CAMPAIGN, tallied, tally

TALLY = "tally"
_total: Counter[str] = Counter()


def pytest_configure() -> None:
    """Count the requests to Django in this process; tests count those to other processes."""
    if CAMPAIGN:
        request_started.connect(_count_request, weak=False)


def _count_request(**_given: Any) -> None:
    tally("requests")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send what was counted along with the test's report, which reaches the process that prints."""
    report = yield
    report.user_properties.append((TALLY, tallied()))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up the reports."""
    for name, found in report.user_properties:
        if name == TALLY and isinstance(found, dict):
            _total.update(found)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the sum."""
    if CAMPAIGN and _total:
        words = ", ".join(f"{number:,} {what}" for what, number in sorted(_total.items()))
        terminalreporter.write_line(f"This campaign: {words}")
