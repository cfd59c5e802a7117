"""Reads requests from a CSV file: one row a request, the columns are the fields of the public form. Pure functions."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MOST_ROWS, MOST_BYTES = 5000, 5 * 1024 * 1024
OWN = ("kind", "source", "currency", "consent")  # columns besides the form's fields
ERROR = "error"
_YES = {"yes", "true", "1", "x"}


@dataclass
class Sheet:
    """The rows by line, and what is wrong with the file as a whole."""

    head: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    problem: str = ""


def read_sheet(content: bytes, fields: Sequence[str]) -> Sheet:
    """Return the rows of a file with comma, semicolon or tab between cells; ``fields`` are the form's codes."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Sheet(problem=_("The file isn't UTF-8. Save it as “CSV UTF-8”."))
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count), restval="")
    sheet = Sheet(head=[name.strip().lower() for name in reader.fieldnames or []])
    known = {*OWN, ERROR, *fields}
    if unknown := [name for name in sheet.head if name not in known]:
        sheet.problem = _("Unknown column: %(names)s. The columns are %(known)s.") % {
            "names": ", ".join(unknown),
            "known": ", ".join(sorted(known - {ERROR})),
        }
        return sheet
    sheet.rows = list(_rows(reader, sheet.head))
    if len(sheet.rows) > MOST_ROWS:
        sheet.problem = _("The file has more than %(most)s rows. Split it.") % {"most": MOST_ROWS}
    elif not sheet.rows:
        sheet.problem = _("The file has no rows.")
    return sheet


def is_yes(cell: str) -> bool:
    """Whether a cell says yes."""
    return cell.strip().lower() in _YES


def _rows(reader: "csv.DictReader[str]", head: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for cells in reader:
        row = dict(zip(head, (str(cell or "").strip() for cell in cells.values()), strict=False))
        if any(row.values()):
            yield reader.line_num, row
