"""Meetings that the vendor holds with partners of some levels, once a calendar quarter."""

from pydantic import Field

from programs.definition.activities import Match
from programs.definition.base import Code, Label, Rule


class Meeting(Rule, Match):
    """A kind of meeting, held each quarter with partners on these levels of the main track.

    Attending one is recorded as an activity of the kind ``of`` with the attributes ``where``. ``reminders`` are days
    before the meeting.
    """

    code: Code
    name: Label
    levels: list[Code] = Field(min_length=1)
    reminders: list[int] = Field(default_factory=lambda: [7, 1])
