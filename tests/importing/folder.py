"""Writes the import's two CSV files into a folder, as bytes or rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

PARTNER_HEADER = "code,name,country,currency,accepted_on"
ACTIVITY_HEADER = "partner,kind,on,amount,quantity,subject,reference,attributes"


def write_partners(folder: Path, *rows: str, header: str = PARTNER_HEADER) -> None:
    """Write ``partners.csv`` with these lines."""
    (folder / "partners.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")


def write_activities(folder: Path, *rows: str, header: str = ACTIVITY_HEADER) -> None:
    """Write ``activities.csv`` with these lines."""
    (folder / "activities.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")


def write_rows(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    """Write rows of values to a CSV file, quoted where needed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
