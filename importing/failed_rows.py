"""The rows of an import that failed, as a file to correct and upload again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from common.sheets import lines
from importing.problems import Problem
from importing.tables import ERROR_COLUMN, raw_table, without_empty_end


def failed_rows(path: Path, problems: Iterable[Problem]) -> Iterator[str]:
    """Yield the rows with problems of the CSV file at ``path``, with the reasons in a last column.

    A line that can't be read as cells has only its reason. Cells never become formulas (common/sheets.py).
    """
    reasons = defaultdict(list)
    for problem in problems:
        if problem.file == path.name:
            reasons[problem.line].append(problem.reason)
    table = raw_table(path)
    _line, found = next(table, (0, []))
    header = [name for name in without_empty_end(found) if name.strip().lower() != ERROR_COLUMN]
    return lines([*header, ERROR_COLUMN], _rows(table, len(header), dict(reasons)))


def _rows(table: Iterator[tuple[int, list[str]]], width: int, reasons: dict[int, list[str]]) -> Iterator[list[str]]:
    for line, cells in table:
        if found := reasons.pop(line, None):
            yield [*cells[:width], *[""] * (width - len(cells)), f"line {line}: {'; '.join(found)}"]
    for line, found in sorted(reasons.items()):
        where = f"line {line}: " if line else ""
        yield [*[""] * width, f"{where}{'; '.join(found)}"]
