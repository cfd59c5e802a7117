"""Programs are data: no Python file or template names a program, one of its levels, or one of its numbers.

The words come from the presets, so a new preset is covered at once.
"""

import ast
import re
import tomllib

import pytest

from tests.architecture.sources import ROOT, app_modules, name, read, templates, tree

PRESETS = sorted((ROOT / "programs/presets").glob("*.toml"))
# Level name words that are also everyday English. Only refused as a whole string.
EVERYDAY = {"base", "extended", "business", "certified"}
ALLOWED = {
    "demo/": "the demo network plays one named program, through the same doors as anyone",
    "config/demo.py": "says which preset the demo publishes",
    "config/unfold.py": "names the theme's colours, one of which is called base",
}
PURE = ("statuses/engine/", "points/rules.py", "activities/rules.py", "programs/definition/")


def _modules():
    return [path for path in app_modules() if not name(path).startswith(tuple(ALLOWED))]


def words() -> set[str]:
    """Program codes, level codes and the words of level names, in lower case."""
    found = set()
    for preset in PRESETS:
        data = tomllib.loads(preset.read_text(encoding="utf-8"))
        found |= {preset.stem.lower(), *re.findall(r"bitrix\w*", preset.stem.lower())}
        for level in _levels(data):
            found |= {level["code"].lower(), level["name"].lower(), *level["name"].lower().split()}
    return found


def _levels(data):
    for track in data["tracks"]:
        yield from track["levels"]


def test_the_words_are_found_in_the_presets():
    assert len(PRESETS) == 5
    assert {"bitrix24", "bronze", "silver", "gold"} <= words()


def test_python_names_no_program_or_level():
    spoken = re.compile(r"\b(" + "|".join(map(re.escape, words() - EVERYDAY)) + r")\b", re.IGNORECASE)
    assert "\n".join(f"{name(p)}: {spoken.search(read(p))[0]}" for p in _modules() if spoken.search(read(p))) == ""


def test_python_has_no_level_as_a_string():
    refused = words()
    assert "\n".join(error for path in _modules() for error in strings(tree(path), name(path), refused)) == ""


def test_templates_name_no_program_or_level():
    spoken = re.compile(r"\b(" + "|".join(map(re.escape, words() - EVERYDAY)) + r")\b", re.IGNORECASE)
    assert "\n".join(f"{name(p)}: {spoken.search(read(p))[0]}" for p in templates() if spoken.search(read(p))) == ""


def test_pure_modules_contain_no_program_numbers():
    """Code for levels and points may count to twelve months and a hundred percent, but contain no thresholds."""
    pure = [path for path in app_modules() if name(path).startswith(PURE)]
    assert pure
    assert "\n".join(error for path in pure for error in numbers(tree(path), name(path))) == ""


@pytest.mark.parametrize("line", ['level == "gold"', "LEVELS = ('base', 'x')"])
def test_a_level_in_a_string_is_found(line):
    assert strings(ast.parse(line), "here.py", {"gold", "base"})


def test_a_threshold_is_found():
    assert numbers(ast.parse("if sales >= 2500: pass"), "here.py")


def strings(module: ast.Module, where: str, refused: set[str]) -> list[str]:
    """Every string constant that is one of the forbidden words."""
    constants = [node for node in ast.walk(module) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [f"{where}:{node.lineno} {node.value}" for node in constants if node.value.lower() in refused]


def numbers(module: ast.Module, where: str) -> list[str]:
    """Every number above a hundred that is not a field length."""
    lengths = {
        id(keyword.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in {"max_length", "le", "ge", "lt"}
    }
    constants = [node for node in ast.walk(module) if isinstance(node, ast.Constant) and id(node) not in lengths]
    return [
        f"{where}:{node.lineno} {node.value}"
        for node in constants
        if isinstance(node.value, int | float) and not isinstance(node.value, bool) and node.value > 100
    ]
