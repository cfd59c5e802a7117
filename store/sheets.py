"""Reads the CSV files that staff upload, and gives back the rows that were refused, to mend and upload again."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.refusals import Refused
from common.sheets import lines

MOST_TOLD = 20

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A row that was refused, by its line in the file, with the reason."""

    line: int
    cells: Cells
    problem: str


class RowsRefused(Refused):
    """Rows of a file were refused: ``failed`` has all of them, ``problems`` words the first ones."""

    def __init__(self, columns: Sequence[str], failed: Sequence[FailedRow]) -> None:
        told = [_("Line %(line)s: %(problem)s") % {"line": row.line, "problem": row.problem} for row in failed]
        more = len(told) - MOST_TOLD
        told = told[:MOST_TOLD] + ([_("and %(count)s more") % {"count": more}] if more > 0 else [])
        super().__init__({"file": " · ".join(told)})
        self.columns, self.failed = columns, failed


def read_rows(content: bytes, columns: Sequence[str], *, required: Sequence[str], most: int) -> list[tuple[int, Cells]]:
    """The rows of a CSV file in UTF-8 by their line, each with ``columns``; the ``required`` ones must be there.

    Empty rows are left out. Raises Refused for a file that can't be read.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused({"file": _("Save the file as CSV in UTF-8.")}) from error
    if "\0" in text:
        raise Refused({"file": _("Save the file as CSV in UTF-8.")})
    reader = csv.DictReader(io.StringIO(text))
    try:
        if missing := [name for name in required if name not in (reader.fieldnames or ())]:
            raise Refused({"file": _("Columns are missing: %(names)s.") % {"names": ", ".join(missing)}})
        rows = [
            (reader.line_num, {name: (row.get(name) or "").strip() for name in columns})
            for row in reader
            if any(row.get(name) for name in columns)
        ]
    except csv.Error as error:
        raise Refused({"file": _("This isn't a CSV file.")}) from error
    if not rows or len(rows) > most:
        raise Refused({"file": _("The file needs 1 to %(most)s rows.") % {"most": most}})
    return rows


def failed_file(refused: RowsRefused) -> str:
    """The refused rows as a CSV file with the reason beside each; it can be mended and uploaded again."""
    rows = [[row.cells.get(name, "") for name in refused.columns] + [row.problem] for row in refused.failed]
    return "".join(lines([*refused.columns, "problem"], rows))
