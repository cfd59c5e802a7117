"""A campaign says at its end what it did, counted over all its processes."""

from tests.ground.users import ROOT

_TESTS = """
import pytest
from django.core.signals import request_started
from tests.samples import tally

@pytest.mark.parametrize("turn", range(4))
def test_some(turn):
    tally("kills", 600)
    request_started.send(None)
"""


def test_the_sum_of_all_processes_is_printed_at_the_end_of_a_campaign(pytester, monkeypatch):
    for name, value in (("ECHELON_CAMPAIGN", "1"), ("PYTHONPATH", str(ROOT)), ("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")):
        monkeypatch.setenv(name, value)
    pytester.makepyfile(_TESTS)
    said = pytester.runpytest_subprocess("-p", "tests.tallies", "-p", "xdist", "-n", "2")
    said.assert_outcomes(passed=4)
    said.stdout.fnmatch_lines(["This campaign: 2,400 kills, 4 requests"])
