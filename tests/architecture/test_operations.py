"""Operations take keyword arguments only, including an actor."""

import ast
from pathlib import Path

from tests.architecture.sources import app_modules, name, tree

_BOOKS = "keeps the books after an operation that had its actor; nobody else may call it"
_CLOCKWORK = "the day itself does it: called by the jobs and the import only"
# path:function -> why it has no actor
ALLOWED = {
    "notices/operations.py:erase_mail": _BOOKS,
    "notices/operations.py:send_notices": _BOOKS,
    "notices/operations.py:queue_mail": _BOOKS,
    "notices/operations.py:queue_mails": _BOOKS,
    "partners/tokens/operations.py:authenticate_token": "finds out who acts",
    "points/operations.py:post": _BOOKS,
    "points/operations.py:reconcile": _BOOKS,
    "points/operations.py:set_watermark": _CLOCKWORK,
    "reports/operations.py:send_reports": _CLOCKWORK,
    "statuses/operations.py:settle": _BOOKS,
}


def operation_modules() -> list[Path]:
    """operations.py of every app, or the modules in its operations package."""
    return [p for p in app_modules() if p.name == "operations.py" or p.parent.name == "operations"]


def test_operations_are_keyword_only_with_an_actor():
    modules = operation_modules()
    assert modules
    found = {error for path in modules for error in loose(tree(path), name(path))}
    assert "\n".join(sorted(found - set(ALLOWED))) == ""


def test_every_exception_still_exists():
    found = {error for path in operation_modules() for error in loose(tree(path), name(path))}
    assert set(ALLOWED) - found == set()


def test_a_positional_operation_is_found():
    assert loose(ast.parse("def approve(application, *, actor): pass"), "here.py")


def test_an_operation_without_actor_is_found():
    assert loose(ast.parse("def approve(*, application): pass"), "here.py")


def loose(module: ast.Module, where: str) -> list[str]:
    """The public functions with positional arguments or without an actor, as "file:function"."""
    functions = [n for n in module.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
    return [
        f"{where}:{function.name}"
        for function in functions
        if function.args.args
        or function.args.posonlyargs
        or "actor" not in {argument.arg for argument in function.args.kwonlyargs}
    ]
