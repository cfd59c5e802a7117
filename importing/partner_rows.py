"""Reads ``partners.csv``: one row per company, checked on its own without the database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from common.text import named
from importing.cells import (
    Unfit,
    read_code,
    read_country,
    read_currency,
    read_date,
    read_email,
    read_list,
    read_text,
    read_website,
)
from importing.problems import Problems
from importing.tables import Columns, read_table
from web.fonts import unprintable_name

FILE = "partners.csv"


class PartnerRow(NamedTuple):
    """One row of the file; the fields are those of ``partners.Partner``."""

    line: int
    code: str
    name: str
    country: str
    currency: str
    accepted_on: date
    entry_level: str
    applied_on: date | None
    website: str
    email: str
    phone: str
    city: str
    address: str
    description: str
    services: list[str]
    languages: list[str]
    printable_name: str


# In the order of PartnerRow, which is also the order of the cells.
_READERS: dict[str, Callable[[str], Any]] = {
    "code": partial(read_code, longest=60),
    "name": partial(read_text, longest=200),
    "country": read_country,
    "currency": read_currency,
    "accepted_on": read_date,
    "entry_level": partial(read_text, longest=40),
    "applied_on": lambda text: read_date(text) if text else None,
    "website": partial(read_website, longest=300),
    "email": partial(read_email, longest=254),
    "phone": partial(read_text, longest=60),
    "city": partial(read_text, longest=120),
    "address": partial(read_text, longest=400),
    "description": partial(read_text, longest=20_000),
    "services": partial(read_list, longest=80),
    "languages": partial(read_list, longest=40),
    "printable_name": partial(read_text, longest=200),
}
_REQUIRED = frozenset({"code", "name", "country", "currency", "accepted_on"})
COLUMNS = Columns(
    tuple(_READERS),
    _REQUIRED,
    lines=frozenset({"address", "description"}),
    codes=frozenset({"code", "country", "currency", "entry_level", "website", "email", "phone"}),
)


def read_partners(
    folder: Path,
    *,
    latest: date,
    levels_on: Callable[[date], Collection[str]],
    currencies_on: Callable[[date], Collection[str]],
    problems: Problems,
    named: dict[str, date | None] | None = None,
) -> Iterator[PartnerRow]:
    """Yield the valid rows of ``partners.csv``; reasons to reject others are added to ``problems``.

    No partner may be accepted after ``latest``. ``levels_on`` returns the main track's levels on a day, one of which
    ``entry_level`` must be, and ``currencies_on`` the program's currencies: amounts are compared with the program's
    limits, so another currency would make its partners rich or poor. ``named`` collects every code in the file with the
    day of acceptance, None for invalid rows.
    """
    first_lines: dict[str, int] = {}
    for line, cells in read_table(folder / FILE, COLUMNS, problems):
        values, reasons = _values_of(cells)
        code = cells[0]
        if named is not None:
            named.setdefault(code, None)
        if code and (earlier := first_lines.setdefault(code, line)) != line:
            reasons.append(f"code: “{code}” stands already on line {earlier}")
        if not reasons:
            row = PartnerRow(line, *values)
            reasons = _contradictions(row, latest, levels_on, currencies_on)
            if not reasons:
                if named is not None:
                    named[code] = row.accepted_on
                yield row
        for reason in reasons:
            problems.add(FILE, line, reason)


def _values_of(cells: list[str]) -> tuple[list[Any], list[str]]:
    values, reasons = [], []
    for (column, reader), text in zip(_READERS.items(), cells, strict=True):
        if not text and column in _REQUIRED:
            reasons.append(f"{column}: is empty")
            continue
        try:
            values.append(reader(text))
        except Unfit as unfit:
            reasons.append(f"{column}: {unfit}")
    return values, reasons


def _contradictions(
    row: PartnerRow,
    latest: date,
    levels_on: Callable[[date], Collection[str]],
    currencies_on: Callable[[date], Collection[str]],
) -> list[str]:
    reasons = []
    if row.accepted_on > latest:
        reasons.append(f"accepted_on: {row.accepted_on} is in the future")
    if row.applied_on and row.applied_on > row.accepted_on:
        reasons.append(f"applied_on: {row.applied_on} is after the acceptance on {row.accepted_on}")
    if row.entry_level and row.entry_level not in (levels := levels_on(row.accepted_on)):
        reasons.append(f"entry_level: “{row.entry_level}” is not a level of the program ({', '.join(levels)})")
    if row.currency not in (currencies := currencies_on(row.accepted_on)):
        reasons.append(f"currency: the program has no accounts in {row.currency}, only in {', '.join(currencies)}")
    if boxes := unprintable_name(row.name):
        if not row.printable_name:
            listed = ", ".join(f"“{each}” ({named(each)})" for each in boxes)
            reasons.append(f"name: certificates can't print {listed}; give a printable_name too")
    elif row.printable_name:
        reasons.append("printable_name: leave it empty; certificates can print the name")
    if boxes := unprintable_name(row.printable_name):
        reasons.append(f"printable_name: certificates can't print {', '.join(map(named, boxes))}")
    return reasons
