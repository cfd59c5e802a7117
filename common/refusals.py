"""`Refused`, the base of every operation's refusal, with its problems by field."""

from collections.abc import Mapping


class Refused(Exception):
    """An operation was not carried out, for reasons to show to the user.

    ``problems`` maps a field to a text in the user's language; the empty name is for problems without a field.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(problems)
        self.problems = dict(problems)

    def __str__(self) -> str:
        return " ".join(self.problems.values())
