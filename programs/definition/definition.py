"""The whole of a program's definition."""

from functools import cached_property

from pydantic import Field

from programs.definition.activities import ActivityKind
from programs.definition.base import Code, Label, Part
from programs.definition.points import PointsBook
from programs.definition.tracks import Track

MAIN_TRACK = "status"


class ProgramInfo(Part):
    """Who the program is and by which calendar it lives."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)
    name: Label
    time_zone: str = "UTC"
    currencies: list[str] = Field(min_length=1)


class Definition(Part):
    """A validated definition; ``programs.definition.load`` makes one of a file."""

    program: ProgramInfo
    activities: dict[Code, ActivityKind]
    points: PointsBook
    tracks: list[Track] = Field(min_length=1)

    @cached_property
    def track_codes(self) -> tuple[str, ...]:
        """Codes of the tracks, main track first: the order in which they open a day."""
        return tuple(track.code for track in self.tracks)

    def track(self, code: str) -> Track:
        """The track with this code; KeyError when there is none."""
        return next(track for track in self.tracks if track.code == code)
