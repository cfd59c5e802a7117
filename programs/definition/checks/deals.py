"""Checks that what the deal rules refer to is defined."""

from collections.abc import Iterator

from programs.definition.checks.names import Names, twice
from programs.definition.definition import Definition
from programs.definition.problems import Problem


def deal_problems(definition: Definition, names: Names) -> Iterator[Problem]:
    """Problems of the deal rules."""
    deals = definition.deals
    if deals is None:
        return
    yield from twice("deals.fields", "field", (field.code for field in deals.fields))
    if any(field.type == "file" for field in deals.fields):
        yield Problem("deals.fields", "a deal's form takes no files")
    if deals.track:
        yield from names.unknown_level("deals", deals.track, None)
    if deals.no_competition and deals.no_competition.violation:
        yield from names.unknown_kind("deals.no_competition.violation", deals.no_competition.violation)
    if deals.won_activity:
        yield from names.unknown_kind("deals.won_activity", deals.won_activity)
