"""The `import-log` and `standings` commands."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.core.management import CommandError, call_command

from common.tenancy import bind
from demo.network import invent, write_network
from demo.plan import DEMO_PROGRAM, load_plan
from partners.models import Partner
from points.models import Account
from portal.opening import open_days
from programs.models import Program
from statuses.models import Standing, StatusChange
from statuses.rank import rank
from tests.importing.conftest import NOW, TODAY, table
from tests.importing.folder import write_activities, write_partners

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, str]:
    """A command's output and error stream."""
    out, err = io.StringIO(), io.StringIO()
    with time_machine.travel(NOW, tick=True):
        call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def network(program, tmp_path, bring_in) -> Program:
    """The demo network, imported by the operation."""
    write_network(invent(load_plan(DEMO_PROGRAM), day=TODAY), tmp_path)
    bring_in(program)
    program.refresh_from_db()
    return program


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


def test_columns_match_the_documentation(network):
    out, _ = run("standings", network.code, "--csv")
    assert out.splitlines()[0] == "partner,track,level,since,confirmed_on,review_on,points,rank"
    out, _ = run("standings", network.code, "--history", "--csv")
    assert out.splitlines()[0] == "partner,track,on,from,to,cause"


def test_standings_match_stored_rows(network):
    rows = table(network.code)
    with bind(network.pk):
        stored = {standing.partner.code: standing for standing in Standing.objects.select_related("partner")}
        points = dict(Account.objects.values_list("partner__code", "points"))
    assert len(rows) == len(stored) == 300
    for row in rows:
        standing = stored[row["partner"]]
        dates = [str(day or "") for day in (standing.since, standing.confirmed_on, standing.review_on)]
        assert [row["level"], row["since"], row["confirmed_on"], row["review_on"]] == [standing.level, *dates]
        assert int(row["points"]) == points.get(row["partner"], 0)


def test_history_matches_stored_rows(network):
    with bind(network.pk):
        stored = StatusChange.objects.filter(superseded_at=None).order_by("partner__code", "on", "seq")
        told = [
            {
                "partner": c.partner.code,
                "track": c.track,
                "on": str(c.on),
                "from": c.from_level,
                "to": c.to_level,
                "cause": c.cause,
            }
            for c in stored.select_related("partner")
        ]
    assert sorted(table(network.code, "--history"), key=str) == sorted(told, key=str)


def test_history_is_in_order_of_code_and_day(network):
    rows = table(network.code, "--history")
    assert [(row["partner"], row["on"]) for row in rows] == sorted((row["partner"], row["on"]) for row in rows)


def test_rank_is_by_points_then_earlier_acceptance(network):
    rows = table(network.code)
    with bind(network.pk):
        accepted = dict(Partner.objects.values_list("code", "accepted_on"))
    holders = [row for row in rows if row["level"]]
    by_rank = sorted(holders, key=lambda row: int(row["rank"]))
    expected = sorted(holders, key=lambda row: (-int(row["points"]), accepted[row["partner"]], row["partner"]))
    assert [row["partner"] for row in by_rank] == [row["partner"] for row in expected]
    assert [int(row["rank"]) for row in by_rank] == list(range(1, len(holders) + 1))
    assert {row["rank"] for row in rows if not row["level"]} == {""}


def test_a_partner_sees_the_same_rank(network):
    rows = table(network.code)[::25]
    with bind(network.pk):
        ids = dict(Partner.objects.values_list("code", "pk"))
    seen = [rank(program_id=network.pk, partner_id=ids[row["partner"]], track="status", account="main") for row in rows]
    assert [str(place.program) if place else "" for place in seen] == [row["rank"] for row in rows]
    assert any(seen)


def test_future_day_is_computed_as_if_nothing_more_happens(network):
    coming = table(network.code, "--as-of", "2026-12-31")
    assert coming != table(network.code)
    open_days(program_id=network.pk, until=date(2026, 12, 31), now=NOW)
    assert table(network.code) == coming


def test_past_day_leaves_out_later_partners(network):
    rows = table(network.code, "--as-of", "2025-01-01")
    with bind(network.pk):
        there = Partner.objects.filter(accepted_on__lte=date(2025, 1, 1))
        assert sorted(row["partner"] for row in rows) == sorted(there.values_list("code", flat=True))


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
