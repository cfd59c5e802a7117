"""What every part of a definition shares: strict, immutable, and each rule with the clause it rests on."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=40)]
Clause = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+-[A-Za-z0-9.]+$", max_length=40)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Part(BaseModel):
    """A table of the file. A key it does not know is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Part):
    """A part that rests on a clause of the program's document."""

    clause: Clause
