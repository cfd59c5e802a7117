"""Files with odd characters: each is refused with file, line, column and character, or read as it is meant."""

import pytest

from activities.models import Activity
from common.tenancy import bind
from importing.activity_rows import COLUMNS as ACTIVITY_COLUMNS
from importing.operations import UnableToImport
from importing.partner_rows import COLUMNS as PARTNER_COLUMNS
from importing.problems import Problems
from importing.tables import read_table
from partners.models import Partner
from tests.importing.folder import write_partners, write_rows
from tests.importing.odd_folders import ODD_ROWS, sale_at, write_case

pytestmark = pytest.mark.django_db
ODD = {"\u202e": "U+202E", "\u200b": "U+200B", "\u0007": "U+0007", "\u0085": "U+0085", "\ufeff": "U+FEFF"}


@pytest.fixture
def problems_of(bring_in, program):
    """``problems_of(folder)``: the problems for which the import refuses the folder."""

    def problems_of(folder):
        with pytest.raises(UnableToImport) as refused:
            bring_in(program, folder)
        return [str(problem) for problem in refused.value.problems]

    return problems_of


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (
            "zw-code",
            ["partners.csv, line 2: code: holds an invisible character (U+200B ZERO WIDTH SPACE, character 5)"],
        ),
        (
            "rtl-name",
            [
                "partners.csv, line 2: name: holds an invisible character (U+202E RIGHT-TO-LEFT OVERRIDE, character 6)",
                "partners.csv, line 3: holds a control character (name: U+009B CONTROL CHARACTER, character 5)",
            ],
        ),
        (
            "zw-email",
            [
                "partners.csv, line 2: email: holds an invisible character (U+200B ZERO WIDTH SPACE, character 13)",
                "partners.csv, line 3: email: “ä@tt.example” is not an email address: "
                "character 1 is U+00E4 LATIN SMALL LETTER A WITH DIAERESIS",
                "partners.csv, line 4: email: “<b>@tt.example” is not an email address",
            ],
        ),
        (
            "emoji-name",
            [
                "partners.csv, line 2: name: certificates can't print “🚀” (U+1F680 ROCKET); give a printable_name too",
                "partners.csv, line 3: name: certificates can't print “\U0010fff0” (U+10FFF0 NOT A CHARACTER); "
                "give a printable_name too",
            ],
        ),
    ],
)
def test_odd_text_is_refused_by_file_line_column_and_character(problems_of, tmp_path, case, said):
    assert problems_of(write_case(tmp_path, *ODD_ROWS[case])) == said


def test_the_same_sale_composed_differently_is_imported_once(bring_in, program, tmp_path):
    assert bring_in(program, sale_at(tmp_path / "composed", city="M\u00fcnchen")).activities_added == 1
    again = bring_in(program, sale_at(tmp_path / "decomposed", city="Mu\u0308nchen"))
    assert (again.activities_added, again.activities_known) == (0, 1)
    with bind(program.pk):
        assert Activity.objects.get().reference == "R-M\u00fcnchen-1"


def test_a_printable_name_comes_with_a_name_that_certificates_cannot_print(bring_in, program, tmp_path):
    header = "code,name,country,currency,accepted_on,printable_name"
    write_partners(tmp_path, "A1,Rocket 🚀,DE,EUR,2026-01-01,Rocket", header=header)
    (tmp_path / "activities.csv").write_text("partner,kind,on,reference\n")
    assert bring_in(program).partners_added == 1
    with bind(program.pk):
        assert Partner.objects.get().printable_name == "Rocket"


@pytest.mark.parametrize(
    ("columns", "column"),
    [(columns, name) for columns in (PARTNER_COLUMNS, ACTIVITY_COLUMNS) for name in columns.names],
)
def test_every_column_passes_the_one_door(tmp_path, columns, column):
    """A new column is read here too: it is a column of its file."""
    place = columns.names.index(column)
    rows = [[text if name == column else "x" for name in columns.names] for text in (*ODD, "u\u0308 \u00a0 u")]
    rows = [[cell if cell not in ODD else f"a{cell}b" for cell in row] for row in rows]
    write_rows(tmp_path / "some.csv", ",".join(columns.names), rows)
    problems = Problems()
    read = [cells[place] for _line, cells in read_table(tmp_path / "some.csv", columns, problems)]
    found = [str(problem) for problem in problems]
    assert len(found) == len(ODD)
    assert all(column in said and code in said for said, code in zip(found, ODD.values(), strict=True))
    assert read[-1] == "\u00fc u" or column in columns.lines
    assert read[:-1] == ["ab"] * len(ODD)
