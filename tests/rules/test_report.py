"""`make rules` fails when it should."""

import json

import pytest

from tests.rules.catalogue import Rule
from tests.rules.report import report

CATALOGUE = {
    "X-1": Rule("X-1", "Water boils."),
    "X-2": Rule("X-2", "Ice floats.", planned="Store"),
    "X-3": Rule("X-3", "Steam rises.", later="Leads: where to"),
}
ALL_GOOD = {
    "tests/test_a.py::test_boil[100]": {"rules": ["X-1"], "passed": True, "failed": False},
    "tests/test_a.py::test_boil[99]": {"rules": ["X-1"], "passed": True, "failed": False},
    "tests/test_a.py::test_steam": {"rules": ["X-3"], "passed": True, "failed": False},
}


def test_a_complete_report_passes():
    lines, problems = report(CATALOGUE, ALL_GOOD)
    assert problems == []
    text = "\n".join(lines)
    assert "X-1  proved" in text
    assert text.count("by tests/test_a.py::test_boil") == 1
    assert "X-2  planned: Store" in text
    assert "X-3  proved in part" in text
    assert "later, Leads: where to" in text
    assert "3 rules: 1 proved, 1 proved in part, 1 planned, 0 not in order" in text


def test_a_rule_neither_proved_nor_planned():
    tests = {node: test for node, test in ALL_GOOD.items() if "steam" not in node}
    assert report(CATALOGUE, tests)[1] == ["X-3: neither proved by a passing test nor planned"]


@pytest.mark.parametrize(("passed", "failed"), [(False, True), (True, True), (False, False)])
def test_a_test_that_did_not_pass_proves_nothing(passed, failed):
    """Failed, failed while cleaning up, or skipped."""
    tests = ALL_GOOD | {"tests/test_a.py::test_steam": {"rules": ["X-3"], "passed": passed, "failed": failed}}
    assert report(CATALOGUE, tests)[1] == [
        "X-3: tests/test_a.py::test_steam did not pass",
        "X-3: neither proved by a passing test nor planned",
    ]


def test_a_failing_test_counts_even_if_others_prove_the_rule():
    tests = ALL_GOOD | {"tests/test_b.py::test_ice": {"rules": ["X-2", "X-1"], "passed": False, "failed": True}}
    assert report(CATALOGUE, tests)[1] == [
        "X-1: tests/test_b.py::test_ice did not pass",
        "X-2: tests/test_b.py::test_ice did not pass",
    ]


def test_an_unknown_rule():
    tests = ALL_GOOD | {"tests/test_b.py::test_x": {"rules": ["Y-1"], "passed": True, "failed": False}}
    assert report(CATALOGUE, tests)[1] == ["Y-1: no document has this rule"]


def test_the_plugin_records_outcomes_of_marked_tests(pytester, monkeypatch):
    monkeypatch.setattr("tests.rules.plugin.rules", lambda: CATALOGUE)
    pytester.makeini("[pytest]\nmarkers =\n    rule(*ids): rules\n")
    pytester.makepyfile(
        """
        import pytest
        @pytest.mark.rule("X-1", "X-3")
        def test_good(): pass
        @pytest.mark.rule("X-2")
        def test_bad(): raise ValueError
        @pytest.mark.rule("X-2")
        def test_skipped(): pytest.importorskip("no_such_module_here")
        def test_plain(): pass
        """
    )
    pytester.inline_run("-p", "tests.rules.plugin", "-p", "no:django", "--rule-outcomes=out.json")
    outcomes = json.loads((pytester.path / "out.json").read_text())
    assert {node.split("::")[1]: test for node, test in outcomes.items()} == {
        "test_good": {"rules": ["X-1", "X-3"], "passed": True, "failed": False},
        "test_bad": {"rules": ["X-2"], "passed": False, "failed": True},
        "test_skipped": {"rules": ["X-2"], "passed": False, "failed": False},
    }


def test_the_plugin_refuses_an_unknown_rule(pytester, monkeypatch):
    monkeypatch.setattr("tests.rules.plugin.rules", lambda: CATALOGUE)
    pytester.makeini("[pytest]\nmarkers =\n    rule(*ids): rules\n")
    pytester.makepyfile("import pytest\n@pytest.mark.rule('Z-9')\ndef test_x(): pass\n")
    run = pytester.runpytest_inprocess("-p", "tests.rules.plugin", "-p", "no:django")
    run.stderr.fnmatch_lines(["*test_x names Z-9: not in tests/rules/*.toml*"])
    assert run.ret == pytest.ExitCode.USAGE_ERROR
