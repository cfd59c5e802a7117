"""Who reads a text: a partner or visitor, or the vendor's staff alone. It decides how complete a language must be."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message

from common.labels import relation_name

EVERYTHING = {"de"}  # languages that the vendor's staff work in

# Files whose texts only the vendor's staff see, as patterns of their paths.
_STAFF_FILES = re.compile(
    r"""
      (^|/)admin(/|_|\.py$)          # the admin's modules and templates
    | ^templates/unfold/             # the admin's frame
    | (^|/)management/               # commands
    | ^(config|importing|reports)/   # the admin's menu; imports of old data; managers' reports
    | ^templates/reports/
    | ^\w+/reports\.py$
    | /(apps|menu|queues|permissions|api_vendor|charts)\.py$
    | /sheets\.py$                   # files that staff upload
    | ^portal/queries/               # the admin's home page
    | ^portal/publishing\.py$
    | _staff(_subject)?\.(txt|html)$ # emails to staff
    """,
    re.VERBOSE,
)
_MODELS = re.compile(r"(^|/)models(/\w+)?\.py$")
_RELATIONS = {"ForeignKey", "OneToOneField"}


def must_have(language: str, message: Message) -> bool:
    """Whether a catalogue is incomplete without this text; ``message`` has its sources' paths and lines."""
    return language in EVERYTHING or not only_for_staff(message)


def only_for_staff(message: Message) -> bool:
    """Whether all places of a text are in the admin, in commands or in names of models and their fields.

    Choices of a model (its states and kinds) appear on partners' pages, so they are for everyone.
    """
    return all(_staff_place(path, line) for path, line in message.locations)


def _staff_place(path: str, line: int) -> bool:
    if _MODELS.search(path):
        return line not in _choices(path)
    if line in _of_the_log(path):
        return True
    return bool(_STAFF_FILES.search(path))


@cache
def _choices(path: str) -> frozenset[int]:
    """Lines of a models file inside classes of choices."""
    tree = ast.parse((Path(__file__).resolve().parents[2] / path).read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_choices(node)]
    return frozenset(line for node in found for line in range(node.lineno, (node.end_lineno or node.lineno) + 1))


@cache
def _of_the_log(path: str) -> frozenset[int]:
    """Lines of a module inside sentences of the audit log (accounts/sentences.py), which only staff read."""
    source = Path(__file__).resolve().parents[2] / path
    if source.suffix != ".py" or not source.exists():
        return frozenset()
    tree = ast.parse(source.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    found = [node for node in calls if ast.unparse(node.func) in ("sentence", "says")]
    return frozenset(line for node in found for line in range(node.lineno, (node.end_lineno or node.lineno) + 1))


def relations_of(path: Path) -> Iterator[tuple[str, int]]:
    """Names of a model's relations that have none of their own, and their lines (common/labels.py)."""
    if not _MODELS.search(path.as_posix()):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(attr=made)) as call):
                if made in _RELATIONS and not any(each.arg == "verbose_name" for each in call.keywords):
                    yield relation_name(name), node.lineno


def _is_choices(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith("Choices") for base in node.bases)
