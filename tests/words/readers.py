"""Who reads a text: a partner or visitor, or the vendor's staff alone. It decides how complete a language must be."""

import ast
import re
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message

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
    return bool(_STAFF_FILES.search(path))


@cache
def _choices(path: str) -> frozenset[int]:
    """Lines of a models file inside classes of choices."""
    tree = ast.parse((Path(__file__).resolve().parents[2] / path).read_text(encoding="utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_choices(node)]
    return frozenset(line for node in found for line in range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _is_choices(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith("Choices") for base in node.bases)
