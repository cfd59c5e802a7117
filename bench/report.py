"""Creates a database, runs the benchmarks and prints the figures."""

import logging
import sys
from collections.abc import Sequence
from importlib import import_module

from django.core.management import call_command
from django.db import connections

from bench import fixture
from bench.timing import Figure, seconds

DATABASE = "echelon_bench"


def report(names: Sequence[str], *, partners: int, entries: int) -> int:
    """Print every figure with its goal; return 1 if one is missed."""
    logging.disable(logging.INFO)
    _make_database()
    _collect_static_files()
    made: list[int] = []
    took = seconds(lambda: made.append(fixture.make(partners=partners, entries=entries)))
    _say(f"{partners:,} partners and {entries:,} entries, made in {took:.0f} s")
    missed = 0
    for name in names:
        for figure in import_module(f"bench.{name}").run(made[0]):
            missed += figure.held is False
            _say(_line(figure))
    return int(missed > 0)


def _make_database() -> None:
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    for alias in ("owner", "default"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = DATABASE
    call_command("migrate", verbosity=0)


def _collect_static_files() -> None:
    """Collect static files, because production pages take their addresses from the manifest this writes."""
    call_command("collectstatic", verbosity=0, interactive=False)


def _line(figure: Figure) -> str:
    held = {True: "held", False: "MISSED", None: ""}[figure.held]
    goal = f" (goal: {figure.goal}; {held})" if figure.goal else ""
    return f"{figure.name}: {figure.measured}{goal}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
