"""Turns the steps of a career into rows of ``activities.csv``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from random import Random

from common.dates import DAY, full_quarters
from demo.companies import Founded
from demo.plan import PlannedStep


def activities_of(
    steps: Sequence[PlannedStep], company: Founded, *, until: date, chance: Random, rate: int = 1
) -> Iterator[Sequence[object]]:
    """The rows of all activities the steps produce up to and including ``until``; amounts are ``rate`` times theirs."""
    numbers = count(1)
    for step in steps:
        # Each step has its own random source, so changing one step leaves the others as they were.
        luck = Random(chance.random())  # noqa: S311 - invention, not secrecy
        if luck.random() > step.chance:
            continue
        for turn, day in enumerate(_days(step, company.accepted_on, until, luck)):
            yield [
                company.code,
                step.kind,
                day,
                f"{luck.randint(*step.amount) * rate}.{luck.choice(('00', '50', '90'))}" if step.amount else "",
                luck.randint(*step.quantity) if step.quantity else "",
                _subject(step, company, turn),
                f"{company.code}-{next(numbers)}",
                _attributes(step, luck),
            ]


def _days(step: PlannedStep, accepted_on: date, until: date, luck: Random) -> Iterator[date]:
    first = accepted_on + timedelta(days=luck.randint(*step.after))
    last = min(until, accepted_on + timedelta(days=luck.randint(*step.until))) if step.until else until
    if step.every == "quarter":
        yield from _once_a_quarter(first, last, luck)
        return
    day = first
    while day <= last:
        yield day
        if step.every is None:
            return
        day += timedelta(days=luck.randint(*step.every))


def _once_a_quarter(first: date, last: date, luck: Random) -> Iterator[date]:
    for start, end in full_quarters(first, last + timedelta(days=92)):
        day = start + luck.randint(8, (end - start) // DAY - 8) * DAY
        if day <= last:
            yield day


def _subject(step: PlannedStep, company: Founded, turn: int) -> str:
    if step.subject == "client":
        return company.clients[turn % len(company.clients)]
    if step.subject == "person":
        return company.people[turn % len(company.people)]
    if step.subject == "address":
        return f"https://{company.code}.example/news/{turn + 1}"
    return ""


def _attributes(step: PlannedStep, luck: Random) -> str:
    drawn = {name: luck.choice(value) if isinstance(value, list) else value for name, value in step.attributes.items()}
    return json.dumps(drawn) if drawn else ""
