"""The vocabulary of program definitions."""

from programs.definition.definition import MAIN_TRACK, Definition

__all__ = ["MAIN_TRACK", "Definition"]
