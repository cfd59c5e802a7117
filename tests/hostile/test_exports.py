"""CSV exports contain no spreadsheet formulas from partners."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.careers import CLIMB, TODAY, live
from tests.cast import admit

pytestmark = pytest.mark.django_db


def test_the_standings_export_contains_no_formula(program):
    live(admit(program, "=1+1", "Formula Works"), CLIMB)
    written = StringIO()
    call_command("standings", program.code, "--csv", "--as-of", TODAY.isoformat(), stdout=written)
    rows = written.getvalue().splitlines()
    assert rows[1].startswith("'=1+1,")
