"""Checks that what the rules of meetings refer to is defined."""

from collections.abc import Iterator

from programs.definition.checks.names import Names, twice
from programs.definition.definition import MAIN_TRACK, Definition
from programs.definition.problems import Problem


def meeting_problems(definition: Definition, names: Names) -> Iterator[Problem]:
    """Problems of the meetings."""
    yield from twice("meetings", "meeting", (meeting.code for meeting in definition.meetings))
    for meeting in definition.meetings:
        where = f"meetings.{meeting.code}"
        yield from names.match_problems(where, meeting)
        for level in meeting.levels:
            yield from names.unknown_level(where, MAIN_TRACK, level, key="levels")
