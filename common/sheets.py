"""Tables for spreadsheets, as CSV: what somebody typed must never become a formula there."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDE = str.maketrans({"＝": "=", "＋": "+", "－": "-", "＠": "@"})  # some spreadsheets take these for the narrow ones


def cell(value: Any) -> str:
    """The value as text that a spreadsheet shows and does not compute: what looks like a formula gets an apostrophe."""
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" \u00a0").translate(_WIDE).startswith(_STARTS_A_FORMULA) else text


def lines(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The table line by line, so that a long one need not be held in memory. The first line marks it as UTF-8."""
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
