"""``partners.csv`` is read as spreadsheets save it, and every error names its line."""

from datetime import date
from pathlib import Path

import pytest

from importing.partner_rows import PartnerRow, read_partners
from importing.problems import Problems
from tests.importing.folder import write_partners

LATEST = date(2026, 11, 22)
ALL = (
    "code,name,country,currency,accepted_on,entry_level,applied_on,"
    "website,email,phone,city,address,description,services,languages"
)


def read(folder: Path) -> tuple[list[PartnerRow], list[str]]:
    problems = Problems()
    rows = list(
        read_partners(
            folder,
            latest=LATEST,
            levels_on=lambda day: ("bronze", "silver", "gold"),
            currencies_on=lambda day: ("EUR", "USD"),
            problems=problems,
        )
    )
    return rows, [str(problem) for problem in problems]


def test_the_required_columns_are_enough(tmp_path):
    write_partners(tmp_path, "A1,Alfa GmbH,DE,EUR,2024-02-29")
    rows, problems = read(tmp_path)
    assert problems == []
    assert rows[0][:6] == (2, "A1", "Alfa GmbH", "DE", "EUR", date(2024, 2, 29))
    assert rows[0].services == []
    assert rows[0].applied_on is None


def test_every_column_in_any_order_trimmed(tmp_path):
    header = ",".join(reversed(ALL.split(",")))
    cells = [
        " en | de ",
        "Setup; Training ,Setup",
        "We build",
        "Street 1",
        "Köln",
        "+49 1",
        "a@b.de",
        "alfa.example",
    ]
    cells += ["2024-01-01", "silver", " 2024-02-01 ", "eur", "de", " Alfa ", "A1"]
    line = ",".join(f'"{cell}"' for cell in cells)
    write_partners(tmp_path, line, header=header)
    rows, problems = read(tmp_path)
    assert problems == []
    assert rows[0] == PartnerRow(
        2,
        "A1",
        "Alfa",
        "DE",
        "EUR",
        date(2024, 2, 1),
        "silver",
        date(2024, 1, 1),
        "https://alfa.example",
        "a@b.de",
        "+49 1",
        "Köln",
        "Street 1",
        "We build",
        ["Setup", "Training"],
        ["en", "de"],
        "",
    )


def test_bom_and_windows_line_endings_are_accepted(tmp_path):
    text = "\ufeffCode, Name ,country,currency,accepted_on\r\nA1,Ωμέγα,GR,EUR,2024-01-01\r\n\r\n,,,,\r\n"
    (tmp_path / "partners.csv").write_bytes(text.encode())
    rows, problems = read(tmp_path)
    assert problems == []
    assert [row.name for row in rows] == ["Ωμέγα"]


def test_multiline_row_is_reported_by_its_first_line(tmp_path):
    write_partners(
        tmp_path,
        'A1,"Alfa\nand Sons",DE,EUR,2024-01-01',
        'A2,"Beta\nand Sons",DE,EUR,2024-13-01',
    )
    rows, problems = read(tmp_path)
    assert [row.line for row in rows] == [2]
    assert problems == ["partners.csv, line 4: accepted_on: “2024-13-01” is not a day of the calendar"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Alfa,DE,EUR,2024-01-01", "code: is empty"),
        ("A 1,Alfa,DE,EUR,2024-01-01", "code: “A 1” holds a space or one of / ? # % \\"),
        ("..,Alfa,DE,EUR,2024-01-01", "code: “..” cannot stand in an address"),
        (f"{'x' * 61},Alfa,DE,EUR,2024-01-01", "code: is 61 characters long; at most 60 fit"),
        ("A1, ,DE,EUR,2024-01-01", "name: is empty"),
        ("A1,Alfa,Germany,EUR,2024-01-01", "country: “Germany” is not a country code of two letters like DE"),
        ("A1,Alfa,ZZ,EUR,2024-01-01", "country: “ZZ” is not a country code of two letters like DE"),
        ("A1,Alfa,DE,Euro,2024-01-01", "currency: “Euro” is not a currency code of three letters like EUR"),
        ("A1,Alfa,DE,EUR,", "accepted_on: is empty"),
        ("A1,Alfa,DE,EUR,01.02.2024", "accepted_on: “01.02.2024” is not a date written like 2025-03-10"),
        ("A1,Alfa,DE,EUR,20240201", "accepted_on: “20240201” is not a date written like 2025-03-10"),
        ("A1,Alfa,DE,EUR,2023-02-29", "accepted_on: “2023-02-29” is not a day of the calendar"),
        ("A1,Alfa,DE,EUR,0024-02-01", "accepted_on: 0024-02-01 is before 1980-01-01"),
        ("A1,Alfa,DE,EUR,2026-11-23", "accepted_on: 2026-11-23 is in the future"),
        ("A1,Alfa,DE,EUR", "has 4 cells where the first line has 5"),
        ("A1,Alfa,DE,EUR,2024-01-01,x", "has 6 cells where the first line has 5"),
        ('A1,"Alfa" GmbH,DE,EUR,2024-01-01', "text follows a closing quotation mark"),
        ("A1,Al\x00fa,DE,EUR,2024-01-01", "holds a control character"),
    ],
)
def test_error_in_a_required_cell_is_reported(tmp_path, row, reason):
    write_partners(tmp_path, "OK,Good,DE,EUR,2024-01-01", row, "OK2,Good,DE,EUR,2024-01-01")
    rows, problems = read(tmp_path)
    assert {"OK", "OK2"} <= {row.code for row in rows}
    assert len(problems) == 1
    assert problems[0].startswith(f"partners.csv, line 3: {reason}")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("entry_level", "platinum", "“platinum” is not a level of the program (bronze, silver, gold)"),
        ("applied_on", "2024-01-02", "2024-01-02 is after the acceptance on 2024-01-01"),
        (
            "website",
            "javascript:alert(1)",
            "“javascript:alert(1)” is not a web address like https://example.com",
        ),
        (
            "website",
            "ftp://alfa.example",
            "“ftp://alfa.example” is not a web address like https://example.com",
        ),
        ("website", "http://[", "“http://[” is not a web address like https://example.com"),
        ("email", "nobody", "“nobody” is not an email address"),
        ("phone", "1" * 61, "is 61 characters long; at most 60 fit"),
    ],
)
def test_error_in_an_optional_cell_is_reported(tmp_path, column, value, reason):
    header = f"code,name,country,currency,accepted_on,{column}"
    write_partners(tmp_path, f"A1,Alfa,DE,EUR,2024-01-01,{value}", header=header)
    assert read(tmp_path) == ([], [f"partners.csv, line 2: {column}: {reason}"])


def test_all_errors_of_a_row_are_reported(tmp_path):
    write_partners(tmp_path, ",,XX1,E,soon")
    _, problems = read(tmp_path)
    assert [problem.split(": ")[1] for problem in problems] == [
        "accepted_on",
        "code",
        "country",
        "currency",
        "name",
    ]


def test_duplicate_code(tmp_path):
    write_partners(tmp_path, "A1,Alfa,DE,EUR,2024-01-01", "B1,Beta,DE,EUR,2024-01-01", "A1,Alfa,DE,EUR,2024-01-01")
    rows, problems = read(tmp_path)
    assert [row.code for row in rows] == ["A1", "B1"]
    assert problems == ["partners.csv, line 4: code: “A1” stands already on line 2"]


@pytest.mark.parametrize(
    ("header", "reasons"),
    [
        ("code,name,country,currency", ["column “accepted_on” is missing"]),
        ("code,name,land,currency,accepted_on", ["column “country” is missing", "unknown column “land”"]),
        ("code,code,name,country,currency,accepted_on", ["column “code” stands twice"]),
        ("code;name;country;currency;accepted_on", ["the columns must be separated by commas"]),
    ],
)
def test_invalid_header(tmp_path, header, reasons):
    write_partners(tmp_path, "A1,Alfa,DE,EUR,2024-01-01", header=header)
    rows, problems = read(tmp_path)
    assert rows == []
    assert [p.removeprefix("partners.csv, line 1: ").split("; the columns are")[0] for p in problems] == reasons


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "partners.csv: there is no such file in the folder"),
        (b"", "partners.csv: is empty; its first line must name the columns"),
        ("code".encode("utf-16"), "partners.csv: is UTF-16 text; save it as UTF-8 (in Excel: “CSV UTF-8”)"),
    ],
)
def test_invalid_file(tmp_path, content, problem):
    if content is not None:
        (tmp_path / "partners.csv").write_bytes(content)
    assert read(tmp_path) == ([], [problem])


def test_invalid_utf_8_is_reported_with_its_line(tmp_path):
    header = b"code,name,country,currency,accepted_on\n"
    (tmp_path / "partners.csv").write_bytes(header + "A1,Köln,DE,EUR,2024-01-01\n".encode("latin-1"))
    _, problems = read(tmp_path)
    assert problems == ["partners.csv, line 2: is not UTF-8 text"]


def test_unclosed_quotation_mark(tmp_path):
    write_partners(tmp_path, "A1,Alfa,DE,EUR,2024-01-01", 'B1,"Beta,DE,EUR,2024-01-01', "C1,Gamma,DE,EUR,2024-01-01")
    rows, problems = read(tmp_path)
    assert [row.code for row in rows] == ["A1"]
    assert problems == ["partners.csv, line 3: a quotation mark opens here and never closes"]
