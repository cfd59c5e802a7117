"""What spreadsheets add to the files, and what the import refuses of their contents."""

import pytest

from common.tenancy import bind
from importing.operations import UnableToImport
from partners.models import Partner
from tests import cast
from tests.importing.conftest import table
from tests.importing.folder import write_activities, write_partners

pytestmark = pytest.mark.django_db
HEADER = "code,name,country,currency,accepted_on"
NONE = "partner,kind,on,reference"


def problems(run, program) -> list[str]:
    with pytest.raises(UnableToImport) as refused:
        run(program)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        f"sep=,\n{HEADER}\ntt-1,Acme,DE,EUR,2026-01-10\n",
        f'"sep=,"\n{HEADER}\ntt-1,Acme,DE,EUR,2026-01-10\n',
        f"\ufeffSEP=;\r\n{HEADER.replace(',', ';')}\r\ntt-1;Acme;DE;EUR;2026-01-10\r\n",
        f"sep=;;;;\n{HEADER.replace(',', ';')}\ntt-1;Acme;DE;EUR;2026-01-10\n",
        f"sep=\t\n{HEADER.replace(',', chr(9))}\ntt-1\tAcme\tDE\tEUR\t2026-01-10\n",
        f"{HEADER},,\ntt-1,Acme,DE,EUR,2026-01-10,,\n",
        f"{HEADER}, ,\ntt-1,Acme,DE,EUR,2026-01-10\n",
        f"{HEADER}\ntt-1,Acme,DE,EUR,2026-01-10,,,\n",
        f"{HEADER},error\ntt-1,Acme,DE,EUR,2026-01-10,line 2: wrong once\n",
    ],
)
def test_what_a_spreadsheet_adds_is_read(text, program, tmp_path, bring_in):
    (tmp_path / "partners.csv").write_text(text, encoding="utf-8", newline="")
    write_activities(tmp_path, header=NONE)
    assert bring_in(program).partners_added == 1
    with bind(program.pk):
        partner = Partner.objects.get()
    assert (partner.code, partner.name, partner.currency) == ("tt-1", "Acme", "EUR")


def test_a_value_beyond_the_last_column_is_still_refused(program, tmp_path, bring_in):
    (tmp_path / "partners.csv").write_text(f"sep=,\n{HEADER},,\ntt-1,Acme,DE,EUR,2026-01-10,,lost\n")
    write_activities(tmp_path, header=NONE)
    assert problems(bring_in, program) == ["partners.csv, line 3: has 7 cells where the first line has 5"]


def test_a_currency_that_the_program_does_not_have_is_refused(program, tmp_path, bring_in):
    write_partners(tmp_path, "tt-1,Acme,JP,JPY,2026-01-10", "tt-2,Beta,US,USD,2026-01-10")
    write_activities(tmp_path, "tt-1,sale,2026-02-01,1000000,,North,a1,")
    assert problems(bring_in, program) == [
        "partners.csv, line 2: currency: the program has no accounts in JPY, only in USD, EUR"
    ]
    with bind(program.pk):
        assert not Partner.objects.exists()


@pytest.fixture
def deciding(db):
    """A program in which managers' decisions are recorded as activities."""
    return cast.open_program("1c-bitrix-kz")


def decision(on: str, level: str, reference: str) -> str:
    return f'P1,decision,{on},,,,{reference},"{{""track"": ""enterprise"", ""level"": ""{level}""}}"'


def test_a_decision_before_the_acceptance_is_refused(deciding, tmp_path, bring_in):
    write_partners(tmp_path, "P1,Alfa,KZ,KZT,2023-01-10")
    write_activities(tmp_path, decision("2023-01-09", "base", "d1"), decision("2023-01-10", "base", "d2"))
    assert problems(bring_in, deciding) == [
        "activities.csv, line 2: on: the decision is before the acceptance of “P1” on 2023-01-10"
    ]


@pytest.mark.parametrize("levels", [("base", "extended"), ("extended", "base"), ("extended", "base", "extended")])
def test_the_last_recorded_of_several_decisions_on_one_day_stands(levels, deciding, tmp_path, bring_in):
    """The file's order decides, whatever the references are."""
    write_partners(tmp_path, "P1,Alfa,KZ,KZT,2023-01-10")
    rows = [decision("2023-03-01", level, f"d{9 - number}") for number, level in enumerate(levels)]
    write_activities(tmp_path, *rows)
    outcome = bring_in(deciding, until=None)
    assert outcome.activities_added == len(levels)
    steps = [row for row in table(deciding.code, "--history") if row["track"] == "enterprise"]
    assert [row["to"] for row in steps if row["on"] == "2023-03-01"][-1] == levels[-1]
