"""The rule catalogue and the tests match."""

import ast
import tomllib

import pytest

from tests.architecture.sources import ROOT, name, text_files, tree
from tests.rules.catalogue import rules

THEMES = {
    "People",
    "Store",
    "Clients and licences",
    "Training",
    "NFR",
    "Leads",
    "Conduct",
    "Support",
    "Projects",
    "Quotes",
    "Tenders and joint marketing",
}


def marked() -> set[str]:
    """Every rule id in a `rule` marker, read from the test sources."""
    calls = [
        node
        for path in text_files()
        if path.suffix == ".py" and name(path).startswith("tests/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule"
    ]
    return {argument.value for call in calls for argument in call.args if isinstance(argument, ast.Constant)}


def test_the_catalogue_is_complete():
    """There are five documents with 152 rules. Rules can only be added."""
    by_document = {}
    for rule_id in rules():
        by_document.setdefault(rule_id.split("-")[0], []).append(rule_id)
    assert {document: len(ids) for document, ids in by_document.items()} == {
        "B24": 84,
        "BPS": 22,
        "BSM": 13,
        "NET": 8,
        "KKV": 25,
    }


def test_every_statement_is_one_line():
    assert [rule.id for rule in rules().values() if not rule.says or "\n" in rule.says] == []


def test_planned_rules_name_a_theme():
    plans = {rule.planned for rule in rules().values() if rule.planned}
    later = {rule.later.rsplit(":", 1)[0] for rule in rules().values() if rule.later}
    assert plans | later <= THEMES


def test_no_marker_names_an_unknown_rule():
    assert marked() - set(rules()) == set()


@pytest.mark.parametrize("preset", sorted((ROOT / "programs/presets").glob("*.toml")), ids=lambda path: path.stem)
def test_rules_named_by_presets_are_in_the_catalogue(preset):
    assert set(named(tomllib.loads(preset.read_text(encoding="utf-8")))) - set(rules()) == set()


def named(value) -> list[str]:
    """Every `clause = "B24-..."` in a preset."""
    if isinstance(value, list):
        return [found for item in value for found in named(item)]
    if not isinstance(value, dict):
        return []
    own = [value["clause"]] if isinstance(value.get("clause"), str) else []
    return own + [found for item in value.values() for found in named(item)]
