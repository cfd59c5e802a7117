"""Checks across the parts of a definition, which single models can't make."""

from collections.abc import Iterator
from typing import Any

from programs.definition.checks.activities import activity_problems
from programs.definition.checks.benefits import benefit_problems
from programs.definition.checks.deals import deal_problems
from programs.definition.checks.leads import lead_problems
from programs.definition.checks.meetings import meeting_problems
from programs.definition.checks.names import Names
from programs.definition.checks.points import points_problems
from programs.definition.checks.sites import site_problems
from programs.definition.checks.terms import term_problems
from programs.definition.checks.texts import text_problems
from programs.definition.checks.tracks import track_problems
from programs.definition.definition import Definition
from programs.definition.problems import Problem


def problems_between(definition: Definition, data: Any) -> list[Problem]:
    """Return the problems: unknown references, and impossible orders or combinations.

    ``data`` is the file as written. An invalid part is missing from ``definition``, but its name still counts as known.
    """
    return list(_problems(definition, Names(definition, data)))


def _problems(definition: Definition, names: Names) -> Iterator[Problem]:
    yield from activity_problems(definition, names)
    yield from points_problems(definition, names)
    yield from track_problems(definition, names)
    yield from benefit_problems(definition, names)
    yield from lead_problems(definition, names)
    yield from deal_problems(definition, names)
    yield from meeting_problems(definition, names)
    yield from site_problems(definition, names)
    yield from term_problems(definition, names)
    yield from text_problems(definition)
