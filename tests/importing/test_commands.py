"""The `import-log` and `standings` commands."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from common.tenancy import bind
from partners.models import Partner
from programs.models import Program
from tests.importing.conftest import run
from tests.importing.folder import write_activities, write_partners

pytestmark = pytest.mark.django_db


def test_import_shows_progress_and_result(program, tmp_path):
    write_partners(tmp_path, "A1,Alfa,DE,EUR,2026-10-01", "B1,Beta,DE,EUR,2024-10-01")
    write_activities(tmp_path, "A1,sale,2026-10-02,10.00,,C,a1,")
    out, err = run("import-log", program.code, str(tmp_path))
    assert out.splitlines() == [
        "Partners: 2 added, 0 there already.",
        "Activities: 1 added, 0 there already.",
        "Replayed: 2 partners to 2026-11-22.",
        "Track status: bronze 1, silver 0, gold 0, no level 1.",
    ]
    assert err == "2 of 2 partners replayed\n"


def test_dry_run_is_labelled(program, tmp_path):
    write_partners(tmp_path, "A1,Alfa,DE,EUR,2026-10-01")
    write_activities(tmp_path)
    out, _ = run("import-log", program.code, str(tmp_path), "--dry-run", "--until", "2026-10-31")
    assert out.splitlines() == [
        "Partners: 1 would be added, 0 there already.",
        "Activities: 0 would be added, 0 there already.",
        "Replayed: 1 partners to 2026-10-31.",
        "Track status: bronze 1, silver 0, gold 0, no level 0.",
        "Nothing was written: this was a dry run.",
    ]
    with bind(program.pk):
        assert not Partner.objects.exists()


def test_invalid_rows_are_listed_and_the_command_fails(program, tmp_path):
    write_partners(tmp_path, "A1,Alfa,DE,EUR,2026-10-01", "B1,,DE,EUR,2026-10-01")
    write_activities(tmp_path, "A1,sale,2026-10-02,ten,,C,a1,")
    err = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import-log", program.code, str(tmp_path), stderr=err, stdout=io.StringIO())
    assert str(caught.value) == "2 problems found; nothing was written."
    assert err.getvalue().splitlines() == [
        "activities.csv, line 2: amount: “ten” is not an amount written like 1250.00",
        "partners.csv, line 3: name: is empty",
    ]


@pytest.mark.parametrize(
    "command", [("import-log", "nowhere", "/tmp"), ("standings", "nowhere"), ("load-demo", "nowhere")]
)
def test_unknown_program_lists_the_existing_ones(program, command):
    with pytest.raises(CommandError, match=f"There is no program 'nowhere'. Programs: {program.code}."):
        call_command(*command)


def test_missing_folder_shows_a_clear_error(program, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import-log", program.code, str(tmp_path / "nowhere"))


def test_program_without_rules_shows_a_clear_error(tmp_path, db):
    Program.objects.create(code="bare", name="Bare")
    for command in (("import-log", "bare", str(tmp_path)), ("standings", "bare", "--csv")):
        with pytest.raises(CommandError, match="No rules have been published"):
            call_command(*command)


@pytest.mark.parametrize(
    "command",
    [
        ("standings", "club", "--as-of"),
        ("import-log", "club", ".", "--until"),
        ("explain", "anybody", "--as-of"),
        ("open-day", "club", "--on"),
        ("program", "show", "club", "--as-of"),
        ("program", "publish", "club", "club.toml", "--from"),
    ],
    ids=" ".join,
)
def test_invalid_date_shows_a_clear_error(command):
    for text in ("tomorrow", "2024-02-30", "20240201", "2024-W05"):
        with pytest.raises(CommandError, match=f"'{text}' is not a date written like 2025-03-10"):
            call_command(*command, text)
    with pytest.raises(CommandError, match="9999-12-31 is too far ahead; the last day is 2199-12-31"):
        call_command(*command, "9999-12-31")


def test_default_output_is_a_readable_table(program, tmp_path, bring_in):
    write_partners(tmp_path, "A1,Alfa,DE,EUR,2026-10-01", "Beta-1,Beta,DE,EUR,2024-10-01")
    write_activities(tmp_path, "A1,sale,2026-10-02,10.00,,C,a1,")
    bring_in(program)
    out, _ = run("standings", program.code)
    assert [line.split() for line in out.splitlines()[1:]] == [
        ["partner", "track", "level", "since", "confirmed_on", "review_on", "points", "rank"],
        ["A1", "status", "bronze", "2026-10-01", "2026-10-01", "-", "1", "1"],
        ["Beta-1", "status", "-", "2024-12-31", "-", "-", "0", "-"],
    ]


def test_a_comma_in_a_code_is_quoted(program, tmp_path, bring_in):
    write_partners(tmp_path, '"A,1",Alfa,DE,EUR,2026-10-01')
    write_activities(tmp_path)
    bring_in(program)
    out, _ = run("standings", program.code, "--csv")
    assert next(csv.DictReader(io.StringIO(out)))["partner"] == "A,1"
