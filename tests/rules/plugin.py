"""Pytest plugin that links tests to rule ids and writes their outcomes with `--rule-outcomes FILE`."""

import json
from pathlib import Path

import pytest

from tests.rules.catalogue import rules


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rule-outcomes", metavar="FILE", help="write the outcome of every test that carries a rule id")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--rule-outcomes") and not hasattr(config, "workerinput"):
        path = Path(config.getoption("--rule-outcomes"))
        path.unlink(missing_ok=True)  # an interrupted run must not leave the previous run's outcome
        config.pluginmanager.register(Outcomes(path), "rule-outcomes")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Add each test's rule ids to its reports. Stops the run for an id that is in no document."""
    known = rules()
    for item in items:
        ids = [rule_id for mark in item.iter_markers("rule") for rule_id in mark.args]
        unknown = [rule_id for rule_id in ids if rule_id not in known]
        if unknown:
            raise pytest.UsageError(f"{item.nodeid} names {', '.join(unknown)}: not in tests/rules/*.toml")
        item.user_properties.extend(("rule", rule_id) for rule_id in ids)


class Outcomes:
    """Collects from all workers whether each marked test passed. A skipped test proves nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tests: dict[str, dict] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = [value for name, value in report.user_properties if name == "rule"]
        if not ids:
            return
        test = self.tests.setdefault(report.nodeid, {"rules": ids, "passed": False, "failed": False})
        test["passed"] |= report.when == "call" and report.passed
        test["failed"] |= report.failed

    def pytest_sessionfinish(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.tests), encoding="utf-8")
