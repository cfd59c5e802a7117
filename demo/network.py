"""Invents a network from its plan. The same plan and day always give the same companies and histories."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from demo.companies import Companies
from demo.plan import Career, Places, Plan, load_places
from demo.steps import activities_of
from importing import activity_rows, partner_rows

YEARS_BACK = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Network:
    """The rows of both CSV files, in column order."""

    partners: list[Sequence[object]]
    activities: list[Sequence[object]]


def invent(plan: Plan, *, day: date, places: Places | None = None) -> Network:
    """The plan's network as it would have grown in the three years up to and including ``day``."""
    companies = Companies(
        places or load_places(),
        reserved=[c.company for c in plan.career if c.company],
        weights=plan.countries,
        currency=plan.currency,
    )
    partners: list[Sequence[object]] = []
    activities: list[Sequence[object]] = []
    for career, number in _careers(plan):
        chance = Random(f"{plan.program}/{career.title}/{number}")  # noqa: S311 - invention, not secrecy
        accepted_on = day - timedelta(days=chance.randint(*career.accepted))
        company = companies.found(career.company, accepted_on, chance)
        partners.append(company.row())
        rate = plan.rates.get(company.currency, 1)
        activities += activities_of(plan.steps_of(career), company, until=day, chance=chance, rate=rate)
    return Network(sorted(partners, key=_code), sorted(activities, key=_by_day))


def write_network(network: Network, folder: Path) -> None:
    """Write ``partners.csv`` and ``activities.csv`` for the import."""
    _write(folder / partner_rows.FILE, partner_rows.COLUMNS.names, network.partners)
    _write(folder / activity_rows.FILE, activity_rows.COLUMNS.names, network.activities)


def _careers(plan: Plan) -> Iterator[tuple[Career, int]]:
    for career in sorted(plan.career, key=lambda career: career.company is None):
        for number in range(career.count):
            yield career, number


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _code(row: Sequence[object]) -> str:
    return str(row[0])


def _by_day(row: Sequence[object]) -> tuple[str, str]:
    return str(row[2]), str(row[6])
