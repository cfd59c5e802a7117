"""Fixtures for import tests: the test's folder, the operation, and the `standings` command."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from common.actor import Actor
from importing.operations import Imported, import_log
from programs.models import Program

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def bring_in(tmp_path) -> Callable[..., Imported]:
    """``bring_in(program)``: import the test's folder, by default on 2026-11-22."""

    def run(program: Program, folder: Path = tmp_path, *, today: date = TODAY, **options) -> Imported:
        program.refresh_from_db()
        return import_log(
            actor=Actor.system(program.pk), program=program, folder=folder, today=today, now=NOW, **options
        )

    return run


def table(*arguments: str) -> list[dict[str, str]]:
    """The output of ``manage.py standings ... --csv``, as rows."""
    out = io.StringIO()
    call_command("standings", *arguments, "--csv", stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def run(*arguments: str) -> tuple[str, str]:
    """A command's output and error stream."""
    out, err = io.StringIO(), io.StringIO()
    with time_machine.travel(NOW, tick=True):
        call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()
