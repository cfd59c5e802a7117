"""Checks that the levels' benefits are defined."""

from collections.abc import Iterator

from programs.definition.benefits import Benefits
from programs.definition.checks.names import Names, twice, unknown
from programs.definition.checks.requirements import list_problems
from programs.definition.definition import Definition
from programs.definition.problems import Problem


def benefit_problems(definition: Definition, names: Names) -> Iterator[Problem]:
    """Problems of the comparison and of each level's benefits."""
    yield from twice("comparison", "row", (row.code for row in definition.comparison))
    for track in definition.tracks:
        for level in track.levels:
            where = f"tracks.{track.code}.levels.{level.code}.benefits"
            yield from _level_problems(where, level.benefits, track.code, names)


def _level_problems(where: str, benefits: Benefits, track: str, names: Names) -> Iterator[Problem]:
    yield from twice(f"{where}.gives", "benefit", benefits.gives)
    for code in benefits.gives:
        yield from unknown(f"{where}.gives", "row of the comparison", code, names.codes("comparison"))
    for mode in benefits.leads.modes if benefits.leads else []:
        yield from unknown(f"{where}.leads.modes", "mode of leads", mode, names.codes("leads", "modes"))
    for allowance in benefits.nfr:
        yield from unknown(f"{where}.nfr", "grant of nfr", allowance.grant, names.codes("nfr", "grants"))
    yield from twice(f"{where}.nfr", "grant of nfr", (allowance.grant for allowance in benefits.nfr))
    conditional = [("discount", benefits.discount), ("leads", benefits.leads)]
    for name, benefit in [*conditional, *((f"nfr.{one.grant}", one) for one in benefits.nfr)]:
        if benefit:
            yield from list_problems(f"{where}.{name}.requires", "benefit", benefit.requires, track, names)
