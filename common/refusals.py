"""How an operation says no: one exception for every app, with what is wrong by field."""

from collections.abc import Mapping


class Refused(Exception):
    """An operation was not carried out, for reasons to be shown to whoever asked for it.

    ``problems`` holds a text in that person's language by field; the empty name is for what belongs to no field.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(problems)
        self.problems = dict(problems)

    def __str__(self) -> str:
        return " ".join(self.problems.values())
