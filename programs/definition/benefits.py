"""What a level gives."""

from typing import Literal

from programs.definition.base import Part


class Benefits(Part):
    """The benefits of one level."""

    directory: Literal["no", "listed", "featured"] = "no"
