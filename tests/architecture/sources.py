"""The project's own files, for architecture tests that read them."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
# The floors of the house from the ground up, as the layers in pyproject.toml name them.
# Apps on one floor stand on one line with a bar between.
_FLOORS = next(contract["layers"] for contract in _CONTRACTS if contract["id"] == "house")
APPS = tuple(app.strip() for floor in reversed(_FLOORS) for app in floor.split("|"))
# Folders that are in a working checkout but not in a fresh clone.
FOREIGN = {
    ".git",
    ".venv",
    "var",
    "node_modules",
    "__pycache__",
    ".pytest_cache",
    ".hypothesis",
    ".mypy_cache",
    ".ruff_cache",
    ".import_linter_cache",
}
_TEXT = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".toml",
    ".md",
    ".txt",
    ".in",
    ".cfg",
    ".ini",
    ".yml",
    ".yaml",
    ".sh",
    ".csv",
    ".svg",
    ".conf",
    "",
}


@cache
def text_files() -> tuple[Path, ...]:
    """Every text file of ours in the checkout, without virtual environments, caches or server data."""
    return tuple(path for path in _walk(ROOT) if path.suffix in _TEXT)


def app_modules() -> tuple[Path, ...]:
    """Every Python file of the apps, that is, production code without tests and benchmarks."""
    return tuple(path for path in text_files() if path.suffix == ".py" and name(path).split("/")[0] in APPS)


def templates() -> tuple[Path, ...]:
    """Every template."""
    return tuple(path for path in text_files() if path.suffix in {".html", ".txt"} and "templates" in path.parts)


def name(path: Path) -> str:
    """The path relative to the repository root, with slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def read(path: Path) -> str:
    """The file's text."""
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(read(path))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in FOREIGN:
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.is_file():
            yield path
