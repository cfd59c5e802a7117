"""The vocabulary in which a partner program is written down."""

from programs.definition.definition import MAIN_TRACK, Definition

__all__ = ["MAIN_TRACK", "Definition"]
