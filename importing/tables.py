"""Reads CSV files as spreadsheets save them: UTF-8 with or without a BOM, columns in any order."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from common.text import Untidy, one_line, tidy, without_odd
from importing.problems import Problems

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NOT_UTF_8 = re.compile("[\ud800-\udfff]")  # stands for bytes that aren't UTF-8
# The line with which a spreadsheet says what separates the cells; it fills up the line like the others.
_SEPARATOR = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*', re.IGNORECASE)
# The last column of a file of failed rows; when the corrected file is imported, nobody reads it.
ERROR_COLUMN = "error"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a file may have, in output order, and those it must have.

    Text in ``lines`` may have several lines. ``codes`` are compared, so joiners are refused in them too.
    """

    names: tuple[str, ...]
    required: frozenset[str]
    lines: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


def read_table(path: Path, columns: Columns, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, tidied cells in the order of ``columns.names``) for every row; a missing column is empty.

    The line is the one the row starts on. What can't be read is added to ``problems`` and skipped; what a cell may not
    hold is left out of it, so that the rest of the row is checked too.
    """
    if not path.is_file():
        problems.add(path.name, 0, "there is no such file in the folder")
        return
    if not os.access(path, os.R_OK):
        problems.add(path.name, 0, "may not be read by this account")
        return
    if _starts_as_utf_16(path):
        problems.add(path.name, 0, "is UTF-16 text; save it as UTF-8 (in Excel: “CSV UTF-8”)")
        return
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        records = _records(path.name, file, problems)
        line, header = next(records, (0, []))
        header = without_empty_end(header)
        order = _order_of(path.name, line, header, columns, problems)
        if order is None:
            return
        width = len(header)
        tidied = [_Cell(path.name, name, columns, problems) for name in columns.names]
        for line, found in records:
            # Spreadsheets save empty columns at the end, in some rows more than in others.
            cells = found[:width] if not any(cell.strip() for cell in found[width:]) else found
            if len(cells) != width:
                problems.add(path.name, line, f"has {len(cells)} cells where the first line has {width}")
                continue
            cells = [*cells, ""]  # missing columns point here
            yield (
                line,
                [
                    cell if _plain(cell := cells[place].strip()) else tidied[column].read(line, cell)
                    for column, place in enumerate(order)
                ],
            )


def _plain(cell: str) -> bool:
    """Whether the cell is tidy at a glance, as nearly all are."""
    return cell.isascii() and cell.isprintable() and "  " not in cell


@dataclass(frozen=True, slots=True)
class _Cell:
    """Reads the cells of one column through the one door for text."""

    file: str
    column: str
    columns: Columns
    problems: Problems

    def read(self, line: int, cell: str) -> str:
        """Return the cell tidied; what is refused is a problem, and left out."""
        lines = self.column in self.columns.lines
        if not lines:
            cell = one_line(cell)
        try:
            return tidy(cell, lines=lines, joiners=self.column not in self.columns.codes)
        except Untidy as untidy:
            self.problems.add(self.file, line, reason_of(untidy, self.column))
            return without_odd(cell, lines=lines)


def reason_of(untidy: Untidy, column: str = "") -> str:
    """Why a text is refused, in the words of the other problems, with the column and the character."""
    if not untidy.character:
        return f"{column}: has nothing to see"
    place = f"{untidy.character}, character {untidy.position}"
    if untidy.character.endswith("CONTROL CHARACTER"):
        return f"holds a control character ({column}: {place})" if column else f"holds a control character ({place})"
    return f"{column}: holds an invisible character ({place})".removeprefix(": ")


def raw_table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells as they are) for every row that can be read at all, the names of the columns first."""
    if _starts_as_utf_16(path):
        return
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        yield from _records(path.name, file, Problems())


def without_empty_end(header: list[str]) -> list[str]:
    """The names of the columns without those at the end that have none."""
    named = [number for number, cell in enumerate(header, 1) if cell.strip()]
    return header[: named[-1] if named else 0]


def _starts_as_utf_16(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) in _UTF_16_MARKS


def _records(name: str, file: Iterable[str], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    lines = _readable(name, file, problems)
    first = next(lines, "")
    said = _SEPARATOR.fullmatch(first.rstrip("\r\n "))
    reader = csv.reader(lines if said else chain([first], lines), delimiter=said[1] if said else ",", strict=True)
    while True:
        line = reader.line_num + 1 + bool(said)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.add(name, line, _in_plain_words(error))
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _readable(name: str, file: Iterable[str], problems: Problems) -> Iterator[str]:
    for number, text in enumerate(file, 1):
        if _NOT_UTF_8.search(text):
            problems.add(name, number, "is not UTF-8 text")
            yield _NOT_UTF_8.sub("", text)
        else:
            yield text


def _in_plain_words(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end" in message:
        return "a quotation mark opens here and never closes"
    if "field limit" in message:
        return f"a cell has more than {csv.field_size_limit():,} characters; is a closing quotation mark missing?"
    if "expected after" in message:
        return "text follows a closing quotation mark; write a quotation mark inside a quoted cell twice"
    return f"cannot be read as CSV ({message})"


def _order_of(name: str, line: int, header: list[str], columns: Columns, problems: Problems) -> list[int] | None:
    """The position of each column in the file; None when the header is invalid."""
    if not header:
        problems.add(name, 0, "is empty; its first line must name the columns")
        return None
    given = [cell.strip().lower() for cell in header]
    if len(given) == 1 and (";" in given[0] or "\t" in given[0]):
        problems.add(name, line, "the columns must be separated by commas")
        return None
    wrong = [f"unknown column “{column}”" for column in sorted(set(given) - {*columns.names, ERROR_COLUMN})]
    repeated = {column for column in given if given.count(column) > 1}
    wrong += [f"column “{column}” stands twice" for column in sorted(repeated)]
    missing = columns.required - set(given)
    wrong += [f"column “{column}” is missing" for column in columns.names if column in missing]
    for reason in wrong:
        problems.add(name, line, f"{reason}; the columns are {', '.join(columns.names)}")
    if wrong:
        return None
    return [given.index(column) if column in given else -1 for column in columns.names]
