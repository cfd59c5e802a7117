"""The days on which a level can become reachable although nothing happens.

That is when something that blocks an upgrade, such as a violation, leaves a rolling window. All other requirements can
only be met by an event.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from common.dates import DAY, expires_on, years_before
from programs.definition import Definition
from programs.definition.activities import Match
from programs.definition.requirements import Count
from statuses.engine.facts import Log
from statuses.engine.requirements import ROLLING


def waking_days(definitions: Iterable[Definition], log: Log) -> Iterator[date]:
    """The days on which a partner's blocking activities leave their windows."""
    for definition in definitions:
        for match, years in _obstacles(definition):
            yield from (expires_on(fact.on, years) for fact in log.matching(match).facts)


def leaving_on(definition: Definition, day: date) -> Iterator[tuple[Match, date]]:
    """What leaves its window on ``day``: the matching activities, and their day."""
    for match, years in _obstacles(definition):
        around = years_before(day, years)
        for on in (around - DAY, around, around + DAY):
            if expires_on(on, years) == day:
                yield match, on


def _obstacles(definition: Definition) -> Iterator[tuple[Match, int]]:
    for track in definition.tracks:
        for level in track.levels:
            for asked in (*level.reach, *(level.requalify or ())):
                if isinstance(asked, Count) and asked.at_most is not None and asked.window in ROLLING:
                    yield asked, ROLLING[asked.window]
