"""An import is all or nothing, independent of row order, and adds nothing the second time."""

import random
from datetime import date

import pytest

from activities.models import Activity
from common.actor import Actor
from common.tenancy import bind
from importing.operations import DayAhead, UnableToImport
from partners.models import Partner
from points.models import Entry
from portal.opening import open_days
from programs.models import Program, Revision
from programs.operations import publish
from statuses.models import Standing, StatusChange
from tests.importing.conftest import NOW, table
from tests.importing.folder import write_activities, write_partners

PARTNERS = ("A1,Alfa,DE,EUR,2025-03-10", "B1,Beta,GR,EUR,2025-06-01", "C1,Gamma,US,USD,2026-09-01")
ACTIVITIES = (
    'A1,course,2025-03-20,,,Ann,a1,"{""course"": ""tutorial""}"',
    'A1,nfr_claim,2025-03-21,,,,a2,"{""form"": ""cloud""}"',
    'A1,course,2025-03-22,,,Ann,a3,"{""course"": ""sales""}"',
    'A1,evidence,2025-03-23,,,,a4,"{""evidence"": ""website""}"',
    'A1,evidence,2025-03-24,,,,a5,"{""evidence"": ""social""}"',
    'A1,evidence,2025-03-25,,,,a6,"{""evidence"": ""first_line""}"',
    "A1,sale,2025-04-01,1500.00,1,North,a7,",
    "A1,sale,2025-04-10,1000.00,1,South,a8,",
    "A1,sale,2026-02-01,3000.00,1,North,a9,",
    "B1,sale,2025-06-05,99.99,,North,b1,",
)


def everything(program: Program) -> dict[str, object]:
    """Everything an import writes, without ids."""
    with bind(program.pk):
        return {
            "partners": list(Partner.objects.order_by("code").values_list("code", "name", "accepted_on")),
            "activities": sorted(Activity.objects.values_list("reference", "partner__code", "kind", "on", "amount")),
            "entries": sorted(Entry.objects.values_list("partner__code", "points", "earned_on", "rule")),
            "standings": sorted(
                Standing.objects.values_list("partner__code", "track", "level", "since", "confirmed_on")
            ),
            "changes": sorted(
                StatusChange.objects.filter(superseded_at=None).values_list(
                    "partner__code", "track", "on", "seq", "from_level", "to_level", "cause"
                )
            ),
        }


@pytest.fixture
def files(tmp_path):
    write_partners(tmp_path, *PARTNERS)
    write_activities(tmp_path, *ACTIVITIES)
    return tmp_path


def test_levels_and_points_match_the_history(program, files, bring_in):
    outcome = bring_in(program)
    assert (outcome.partners_added, outcome.activities_added, outcome.replayed) == (3, 10, 3)
    assert outcome.levels == {"status": {"bronze": 2, "silver": 0, "gold": 0, "": 1}}
    steps = table(program.code, "--history")
    assert [(s["partner"], s["on"], s["from"], s["to"], s["cause"]) for s in steps] == [
        ("A1", "2025-03-10", "", "bronze", "acceptance"),
        ("A1", "2025-04-10", "bronze", "silver", "upgrade"),
        ("A1", "2026-04-10", "silver", "bronze", "review"),
        ("B1", "2025-06-01", "", "bronze", "acceptance"),
        ("B1", "2025-08-31", "bronze", "", "grace"),
        ("C1", "2026-09-01", "", "bronze", "acceptance"),
    ]
    program.refresh_from_db()
    assert program.opened_on == date(2026, 11, 22)


def test_a_second_import_adds_nothing(program, files, bring_in):
    bring_in(program)
    before = everything(program)
    outcome = bring_in(program)
    assert (outcome.partners_added, outcome.activities_added, outcome.replayed) == (0, 0, 0)
    assert (outcome.partners_known, outcome.activities_known) == (3, 10)
    assert everything(program) == before


def test_a_third_with_more_rows_adds_only_those(program, files, bring_in):
    bring_in(program)
    write_partners(files, *PARTNERS, "D1,Delta,FR,EUR,2026-11-01")
    write_activities(files, "A1,sale,2026-03-01,2500.00,1,West,a10,", *ACTIVITIES)
    outcome = bring_in(program)
    assert (outcome.partners_added, outcome.activities_added, outcome.replayed) == (1, 1, 2)
    kept = [row for row in table(program.code, "--history") if row["partner"] == "A1"][2]
    # Sales are 5,500, but the seats are still missing.
    assert (kept["on"], kept["to"]) == ("2026-04-10", "bronze")


def test_the_order_of_rows_does_not_matter(program, files, bring_in):
    bring_in(program, dry_run=False)
    expected = everything(program)
    other = random.Random(5)
    for _ in range(3):
        Program.objects.filter(pk=program.pk).update(opened_on=None)
        shuffled = [other.sample(rows, len(rows)) for rows in (PARTNERS, ACTIVITIES)]
        write_partners(files, *shuffled[0])
        write_activities(files, *shuffled[1])
        fresh = renamed(program)
        bring_in(fresh)
        assert everything(fresh) == expected


def renamed(program: Program) -> Program:
    """Another program with the same rules."""
    number = Program.objects.count()
    other = Program.objects.create(code=f"{program.code}-{number}", name="Another", time_zone="UTC")
    with bind(program.pk):
        revision = Revision.objects.get(program=program)
    with bind(other.pk):
        revision.pk, revision.program = None, other
        revision.save(force_insert=True)
    return other


def test_import_then_daily_opening_equals_one_import(program, files, bring_in):
    at_once = renamed(program)
    bring_in(at_once)
    outcome = bring_in(program, until=date(2025, 3, 31))
    assert outcome.stands_on == date(2025, 3, 31)
    assert outcome.partners_added == 3
    assert [row["partner"] for row in table(program.code)] == ["A1"]
    open_days(program_id=program.pk, until=date(2026, 11, 22), now=NOW)
    assert everything(program) == everything(at_once)
    assert table(program.code) == table(at_once.code)


def test_an_import_to_a_later_day_opens_the_days_between(program, files, bring_in):
    at_once = renamed(program)
    bring_in(at_once)
    bring_in(program, until=date(2026, 3, 20))
    told: list[tuple[str, int, int]] = []
    assert bring_in(program, progress=lambda *what: told.append(what)).stands_on == date(2026, 11, 22)
    assert told[-1] == ("days opened", 247, 247)
    assert everything(program) == everything(at_once)


def test_already_opened_days_stay_open(program, files, bring_in):
    bring_in(program)
    assert bring_in(program, until=date(2026, 1, 1)).stands_on == date(2026, 11, 22)


def test_program_in_use_cannot_be_opened_for_a_future_day(program, files, bring_in):
    bring_in(program)
    before = everything(program)
    with pytest.raises(DayAhead, match="2027-01-01 is in the future; today is 2026-11-22"):
        bring_in(program, until=date(2027, 1, 1))
    assert everything(program) == before


def test_dry_run_reports_the_result_and_writes_nothing(program, files, bring_in):
    before = everything(program)
    rehearsal = bring_in(program, dry_run=True)
    assert everything(program) == before
    program.refresh_from_db()
    assert program.opened_on is None
    assert bring_in(program) == rehearsal


def test_all_errors_of_both_files_are_reported_and_nothing_is_written(program, tmp_path, bring_in):
    write_partners(tmp_path, *PARTNERS, "D1,Delta,XX,EUR,2025-01-01")
    write_activities(tmp_path, *ACTIVITIES, "D1,sale,2025-02-01,5,,C,d1,", "Z9,sail,2025-02-30,5,,C,z1,")
    before = everything(program)
    with pytest.raises(UnableToImport) as caught:
        bring_in(program)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        ("activities.csv", 13),
        ("activities.csv", 13),
        ("partners.csv", 5),
    ]
    assert everything(program) == before


def test_invalid_partners_cause_no_errors_for_activities(program, tmp_path, bring_in):
    write_activities(tmp_path, *ACTIVITIES)
    with pytest.raises(UnableToImport) as caught:
        bring_in(program)
    assert [str(problem) for problem in caught.value.problems] == ["partners.csv: there is no such file in the folder"]


def test_activities_may_name_stored_partners(program, files, bring_in):
    bring_in(program)
    write_partners(files)
    write_activities(files, "C1,sale,2026-10-01,10.00,,North,c1,")
    assert bring_in(program).activities_added == 1


def test_stored_row_with_different_content_is_an_error(program, files, bring_in):
    bring_in(program)
    before = everything(program)
    write_partners(files, "A1,Alfa,DE,EUR,2025-03-11", "B1,Another name,GR,EUR,2025-06-01")
    write_activities(files, "A1,sale,2025-04-01,1500.01,2,North,a7,", "B1,sale,2025-04-10,1000,1,South,a8,")
    with pytest.raises(UnableToImport) as caught:
        bring_in(program)
    assert [str(problem) for problem in caught.value.problems] == [
        "activities.csv, line 2: reference: “a7” is stored already, with another amount, quantity",
        "activities.csv, line 3: reference: “a8” is stored already, with another partner",
        "partners.csv, line 2: accepted_on: “A1” is stored already, accepted on 2025-03-10",
    ]
    assert everything(program) == before


def test_future_activities_take_effect_on_their_day(program, files, bring_in):
    write_activities(files, *ACTIVITIES, "A1,project,2026-11-30,,1,North,a11,")
    bring_in(program)
    with bind(program.pk):
        assert Activity.objects.filter(reference="a11").exists()
    rows = {row["partner"]: row["points"] for row in table(program.code, "--as-of", "2026-11-29")}
    assert rows["A1"] == "300"
    rows = {row["partner"]: row["points"] for row in table(program.code, "--as-of", "2026-11-30")}
    assert rows["A1"] == "350"


def test_largest_possible_amount_is_counted(program, files, bring_in):
    write_activities(files, "A1,sale,2026-11-01,999999999999.99,1,Client,s-most,")
    bring_in(program)
    rows = {row["partner"]: int(row["points"]) for row in table(program.code)}
    assert rows["A1"] > 2**31


def test_activities_before_acceptance_count(program, tmp_path, bring_in):
    write_partners(tmp_path, "A1,Alfa,DE,EUR,2025-03-10")
    write_activities(
        tmp_path,
        'A1,course,2025-02-20,,,Ann,a1,"{""course"": ""tutorial""}"',
        'A1,nfr_claim,2025-02-21,,,,a2,"{""form"": ""cloud""}"',
    )
    bring_in(program)
    assert table(program.code)[0]["level"] == "bronze"


def test_another_program_does_not_see_it(program, other_program, files, bring_in):
    bring_in(program)
    assert everything(other_program)["partners"] == []
    assert table(other_program.code) == []


@pytest.mark.rule("B24-3.1.2")
def test_each_day_uses_the_rules_in_force_on_it(program, files, bring_in):
    """The first revision requires 2,500 for the second level, also before its own start; the second requires 4,000."""
    with bind(program.pk):
        source = Revision.objects.get(program=program).source
    publish(
        actor=Actor.system(program.pk),
        program_code=program.code,
        source=source.replace("at_least = 2500,", "at_least = 4000,"),
        effective_from=date(2025, 4, 10),
        now=NOW,
        partners_on=lambda _: {},
    )
    bring_in(program)
    upgrades = [row["on"] for row in table(program.code, "--history") if row["cause"] == "upgrade"]
    # On 10 April 2025 the total is 2,500; with the 3,000 of 1 February 2026 it is 5,500.
    assert upgrades == ["2026-02-01"]
    with bind(program.pk):
        numbers = (
            StatusChange.objects.filter(partner__code="A1").order_by("on").values_list("revision__number", flat=True)
        )
        assert list(numbers) == [1, 2]


@pytest.mark.rule("B24-3.3", "B24-3.4.1")
def test_first_revision_applies_to_older_networks(program, files, bring_in):
    with bind(program.pk):
        assert Revision.objects.get(program=program).effective_from == date(2020, 1, 1)
    write_partners(files, "A1,Alfa,DE,EUR,2015-03-10")
    old = [row.replace(",2025-", ",2015-").replace(",2026-", ",2016-") for row in ACTIVITIES[:9]]
    write_activities(files, *old, "A1,sale,2016-03-01,1000.00,1,North,a10,")
    bring_in(program)
    # The 2016 review counts 5,000 from the day the level was reached, and doesn't require seats yet.
    assert [(row["on"], row["to"]) for row in table(program.code, "--history")] == [
        ("2015-03-10", "bronze"),
        ("2015-04-10", "silver"),
        ("2016-04-10", "silver"),
        ("2017-04-10", "bronze"),
    ]
