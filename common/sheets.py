"""CSV tables for spreadsheets, in which user input never becomes a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDE = str.maketrans({"＝": "=", "＋": "+", "－": "-", "＠": "@"})  # some spreadsheets treat these like the ASCII ones


def cell(value: Any) -> str:
    """Return the value as text, with an apostrophe in front if a spreadsheet would read it as a formula.

    A negative amount (Decimal) is none: a column of amounts can be summed.
    """
    if isinstance(value, Decimal):
        return str(value)
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" \u00a0").translate(_WIDE).startswith(_STARTS_A_FORMULA) else text


def lines(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the table line by line, to save memory. The first line has a UTF-8 byte order mark."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([cell(value) for value in head])
    yield _taken(buffer)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        yield _taken(buffer)


def _taken(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
