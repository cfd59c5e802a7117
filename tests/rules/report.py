"""`make rules`: runs the tests that carry rule ids, and reports for each rule which tests prove it or who will add it.

Exits with 1 if a rule is neither proved nor planned, if a marked test did not pass, or if a marker has an unknown id.
Further arguments go to pytest, for example `-n 2`. `--of FILE` runs nothing and reads the outcomes of an earlier run
(`pytest --rule-outcomes=FILE`).
"""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.rules.catalogue import Rule, rules

OK, NO_TESTS = 0, 5


def main(arguments: list[str]) -> int:
    """Run the tests or read an earlier run's outcomes, and report. Returns the exit code."""
    if arguments[:1] == ["--of"]:
        path = Path(arguments[1])
        if not path.exists():
            print(f"{path} is not there: no run of the suite has written it.")
            return 1
        tests = json.loads(path.read_text(encoding="utf-8"))
    else:
        code, tests = _run(arguments)
        if code not in (OK, NO_TESTS) and not any(test["failed"] for test in tests.values()):
            print("The tests could not run; see above.")
            return 1
    lines, problems = report(rules(), tests)
    print("\n".join(lines))
    if problems:
        print("\nNot in order:\n" + "\n".join(f"  {problem}" for problem in problems))
    return 1 if problems else 0


def _run(arguments: list[str]) -> tuple[int, dict[str, dict]]:
    """Pytest's exit code, and the outcomes of the tests that carry rule ids."""
    with tempfile.TemporaryDirectory() as folder:
        outcomes = Path(folder) / "outcomes.json"
        command = [sys.executable, "-m", "pytest", "-q", "-m", "rule", f"--rule-outcomes={outcomes}", *arguments]
        run = subprocess.run(command, check=False)
        return run.returncode, json.loads(outcomes.read_text(encoding="utf-8")) if outcomes.exists() else {}


def report(catalogue: dict[str, Rule], tests: dict[str, dict]) -> tuple[list[str], list[str]]:
    """The lines to print, one or more per rule, and the problems.

    `tests` maps a test's node id to its `rules`, and whether it `passed` and `failed`.
    """
    proofs, broken = defaultdict(list), defaultdict(list)
    for node, test in tests.items():
        for rule_id in test["rules"]:
            (proofs if test["passed"] and not test["failed"] else broken)[rule_id].append(node)
    lines, problems = [], []
    for rule in catalogue.values():
        lines += _lines(rule, proofs[rule.id])
        problems += [f"{rule.id}: {node} did not pass" for node in broken[rule.id]]
        if not rule.planned and not proofs[rule.id]:
            problems.append(f"{rule.id}: neither proved by a passing test nor planned")
    problems += [f"{rule_id}: no document has this rule" for rule_id in {*proofs, *broken} - set(catalogue)]
    now = [rule for rule in catalogue.values() if not rule.planned and proofs[rule.id]]
    whole, in_part = sum(1 for rule in now if not rule.later), sum(1 for rule in now if rule.later)
    planned = sum(1 for rule in catalogue.values() if rule.planned)
    counts = f"{whole} proved, {in_part} proved in part, {planned} planned, {len(problems)} not in order"
    lines.append(f"\n{len(catalogue)} rules: {counts}")
    return lines, problems


def _lines(rule: Rule, nodes: list[str]) -> list[str]:
    """The report for one rule: state, statement and tests. Parameters of one test are combined."""
    tests = sorted({node.split("[")[0] for node in nodes})
    if rule.planned:
        state = f"planned: {rule.planned}" + (" (in part proved already)" if tests else "")
    else:
        state = ("proved in part" if rule.later else "proved") if tests else "NOT PROVED"
    lines = [f"{rule.id}  {state}", f"    {rule.says}"]
    lines += [f"    later, {rule.later}"] if rule.later else []
    return lines + [f"    by {test}" for test in tests]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
