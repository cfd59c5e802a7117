"""Checks that what the lead rules refer to is defined."""

from collections.abc import Iterator

from programs.definition.checks.names import Names, twice, unknown
from programs.definition.definition import Definition
from programs.definition.problems import Problem


def lead_problems(definition: Definition, names: Names) -> Iterator[Problem]:
    """Problems of the lead rules."""
    leads = definition.leads
    if leads is None:
        return
    modes = names.codes("leads", "modes")
    yield from twice("leads.modes", "mode", modes)
    yield from twice("leads.sources", "source", (source.code for source in leads.sources))
    for source in leads.sources:
        yield from unknown(f"leads.sources.{source.code}.mode", "mode of leads", source.mode, modes)
    if leads.rules:
        yield from unknown("leads.rules.agreement", "agreement", leads.rules.agreement, names.codes("agreements"))
    if leads.work and leads.work.won_activity:
        yield from names.unknown_kind("leads.work.won_activity", leads.work.won_activity)
    if leads.kinds:
        yield from twice("leads.kinds", "kind", (kind.code for kind in leads.kinds.items))
    if leads.rating:
        ratings = [step.rating for step in leads.rating.steps]
        if ratings != sorted(set(ratings)):
            yield Problem("leads.rating.steps", "ratings rise from step to step")
