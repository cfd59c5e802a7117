"""``activities.csv`` is checked against the program's kinds, and every error names its line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from importing.activity_rows import ActivityRow, read_activities
from importing.problems import Problems
from programs.definition.activities import ActivityKind
from tests.importing.folder import write_activities

KINDS = {
    "sale": ActivityKind(clause="X-1", name="Sale", amount="required", quantity="optional", subject="required"),
    "course": ActivityKind(
        clause="X-2", name="Course", subject="required", attributes={"course": ["tutorial", "sales"]}
    ),
    "project": ActivityKind(
        clause="X-3",
        name="Project",
        quantity="required",
        attributes={"published": ["true", "false"], "industry": []},
        optional_attributes=["industry"],
    ),
}


def read(folder: Path) -> tuple[list[ActivityRow], list[str]]:
    problems = Problems()
    rows = list(read_activities(folder, partners={"A1": None}, kinds_on=lambda day: KINDS, problems=problems))
    return rows, [str(problem) for problem in problems]


def test_valid_rows_in_any_column_order(tmp_path):
    header = "reference,attributes,on,kind,partner,subject,amount"
    write_activities(
        tmp_path,
        'r1,"{""course"": ""sales"", ""seen"": 1}",2025-03-10,course,A1, Ann ,',
        "r2,,2025-03-11,sale,A1,Client,1250.5",
        header=header,
    )
    rows, problems = read(tmp_path)
    assert problems == []
    assert rows == [
        ActivityRow(2, "A1", "course", date(2025, 3, 10), None, None, "Ann", "r1", '{"course": "sales", "seen": 1}'),
        ActivityRow(3, "A1", "sale", date(2025, 3, 11), Decimal("1250.5"), None, "Client", "r2", "{}"),
    ]


def test_unused_values_are_kept(tmp_path):
    write_activities(tmp_path, 'A1,course,2025-03-10,10.00,3,Ann,r1,"{""course"": ""sales"", ""grade"": ""A""}"')
    rows, problems = read(tmp_path)
    assert problems == []
    assert (rows[0].amount, rows[0].quantity) == (Decimal("10.00"), 3)
    assert "grade" in rows[0].attributes


@pytest.mark.parametrize("value", ["true", '""false""'])
def test_true_and_false_may_be_written_either_way(tmp_path, value):
    write_activities(tmp_path, f'A1,project,2025-03-10,,1,,r1,"{{""published"": {value}}}"')
    rows, problems = read(tmp_path)
    assert problems == []
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("B2,sale,2025-03-10,10,,C,r,", "partner: “B2” is not a partner of this program"),
        (",sale,2025-03-10,10,,C,r,", "partner: is empty"),
        (
            "A1,sail,2025-03-10,10,,C,r,",
            "kind: “sail” is not one of the program's kinds (course, project, sale)",
        ),
        ("A1,,2025-03-10,10,,C,r,", "kind: is empty"),
        ("A1,sale,,10,,C,r,", "on: is empty"),
        ("A1,sale,10/03/2025,10,,C,r,", "on: “10/03/2025” is not a date written like 2025-03-10"),
        ("A1,sale,2025-02-29,10,,C,r,", "on: “2025-02-29” is not a day of the calendar"),
        ("A1,sale,2025-03-10,,,C,r,", "amount: Sale needs an amount."),
        (
            "A1,sale,2025-03-10,-10,,C,r,",
            "amount: “-10” is negative; a correction is made by retracting the activity",
        ),
        ('A1,sale,2025-03-10,"1,250.00",,C,r,', "amount: “1,250.00” is not an amount written like 1250.00"),
        ("A1,sale,2025-03-10,$10,,C,r,", "amount: “$10” is not an amount written like 1250.00"),
        ("A1,sale,2025-03-10,NaN,,C,r,", "amount: “NaN” is not an amount written like 1250.00"),
        ("A1,sale,2025-03-10,1e3,,C,r,", "amount: “1e3” is not an amount written like 1250.00"),
        ("A1,sale,2025-03-10,١٢,,C,r,", "amount: “١٢” is not an amount written like 1250.00"),
        ("A1,sale,2025-03-10,1.005,,C,r,", "amount: “1.005” has more than two decimals"),
        (
            "A1,sale,2025-03-10,1234567890123,,C,r,",
            "amount: “1234567890123” is not an amount written like 1250.00",
        ),
        ("A1,sale,2025-03-10,10,1.5,C,r,", "quantity: “1.5” is not a whole number up to 2147483647"),
        ("A1,sale,2025-03-10,10,-1,C,r,", "quantity: “-1” is negative"),
        (
            "A1,sale,2025-03-10,10,9999999999,C,r,",
            "quantity: “9999999999” is not a whole number up to 2147483647",
        ),
        ('A1,project,2025-03-10,,,,r,"{""published"": true}"', "quantity: Project needs a quantity."),
        ("A1,sale,2025-03-10,10,,,r,", "subject: Sale needs a subject."),
        (f"A1,sale,2025-03-10,10,,{'c' * 201},r,", "subject: is 201 characters long; at most 200 fit"),
        ("A1,sale,2025-03-10,10,,C,,", "reference: is empty; it is what keeps a second import from adding"),
        (f"A1,sale,2025-03-10,10,,C,{'r' * 121},", "reference: is 121 characters long; at most 120 fit"),
        ("A1,sale,2025-03-10,10,,C,first,", "reference: “first” stands already on line 2"),
        (
            "A1,course,2025-03-10,,,Ann,r,",
            "attributes: Course needs course.",
        ),
        (
            'A1,course,2025-03-10,,,Ann,r,"{""course"": ""yoga""}"',
            "attributes: course must be one of tutorial, sales; not 'yoga'.",
        ),
        (
            'A1,course,2025-03-10,,,Ann,r,"{""course"": [""sales""]}"',
            "attributes: course must be one of tutorial, sales; not",
        ),
        (
            "A1,sale,2025-03-10,10,,C,r,course=sales",
            "attributes: “course=sales” is not JSON that can be stored",
        ),
        ("A1,sale,2025-03-10,10,,C,r,[]", "attributes: “[]” is not a JSON object"),
        ("A1,sale,2025-03-10,10,,C,r,null", "attributes: “null” is not a JSON object"),
        ('A1,sale,2025-03-10,10,,C,r,"{""a"": NaN}"', "attributes: NaN is not a number that can be stored"),
        (
            'A1,sale,2025-03-10,10,,C,r,"{""a"": 1e999}"',
            'attributes: “{"a": 1e999}” is not JSON that can be stored',
        ),
        ('A1,sale,2025-03-10,10,,C,r,"{""a"": ""\\u0000""}"', "attributes: holds a control character"),
        ('A1,sale,2025-03-10,10,,C,r,"{""a"": ""\\ud800""}"', 'attributes: “{"a": "\\ud800"}” is not JSON'),
        ('A1,sale,2025-03-10,10,,C,r,"{""a"": 1, ""a"": 2}"', "attributes: names the same attribute twice"),
        (f"A1,sale,2025-03-10,10,,C,r,{'[' * 100_000}", "attributes: “[[[["),
    ],
)
def test_error_is_reported(tmp_path, row, reason):
    write_activities(tmp_path, "A1,sale,2025-03-10,10,,C,first,", row, "A1,sale,2025-03-10,10,,C,last,")
    rows, problems = read(tmp_path)
    assert [row.reference for row in rows] == ["first", "last"]
    assert len(problems) == 1
    assert problems[0].startswith(f"activities.csv, line 3: {reason}")


def test_all_errors_of_a_row_are_reported(tmp_path):
    write_activities(tmp_path, "B2,sale,soon,ten,few,,,x")
    _, problems = read(tmp_path)
    columns = [problem.split(": ")[1] for problem in problems]
    assert columns == ["amount", "attributes", "on", "partner", "quantity", "reference"]


def test_kinds_come_from_the_rules_of_the_day(tmp_path):
    write_activities(tmp_path, "A1,sale,2024-12-31,10,,C,r1,", "A1,sale,2025-01-01,10,,C,r2,")
    problems = Problems()
    rows = list(
        read_activities(
            tmp_path,
            partners={"A1": None},
            kinds_on=lambda day: KINDS if day < date(2025, 1, 1) else {},
            problems=problems,
        )
    )
    assert [row.reference for row in rows] == ["r1"]
    assert [problem.line for problem in problems] == [3]


def test_missing_file_is_reported(tmp_path):
    assert read(tmp_path) == ([], ["activities.csv: there is no such file in the folder"])
