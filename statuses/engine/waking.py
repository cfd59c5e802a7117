"""The days on which a level can come within reach although nothing happens."""

from collections.abc import Iterable, Iterator
from datetime import date

from common.dates import expires_on
from programs.definition import Definition
from programs.definition.requirements import Count
from statuses.engine.facts import Log
from statuses.engine.requirements import ROLLING


def waking_days(definitions: Iterable[Definition], log: Log) -> Iterator[date]:
    """Days on which something that stands against an upgrade, such as a violation, leaves a rolling window.

    All else that an upgrade asks for can only be met by something that happens.
    """
    for definition in definitions:
        for track in definition.tracks:
            for level in track.levels:
                for asked in (*level.reach, *(level.requalify or ())):
                    if isinstance(asked, Count) and asked.at_most is not None and asked.window in ROLLING:
                        yield from (expires_on(fact.on, ROLLING[asked.window]) for fact in log.matching(asked).facts)
