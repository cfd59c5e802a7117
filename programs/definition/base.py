"""Base models of a definition: strict and immutable, and each rule with its clause."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


def _written_as_number(value: object) -> object:
    if isinstance(value, str | bool):
        raise ValueError("write a plain number, without quotes, unit or currency")
    return value


class Shown:
    """Marks a text that people read, so that the file may have it in other languages."""


SHOWN = Shown()
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=40)]
Clause = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+-[A-Za-z0-9.]+$", max_length=40)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]  # in every language
Label = Annotated[Name, SHOWN]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), SHOWN]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Number = Annotated[Decimal, Field(strict=False), BeforeValidator(_written_as_number)]
Percent = Annotated[Number, Field(ge=0, le=100)]


class Part(BaseModel):
    """A table of the file. An unknown key is an error, and "90" is not accepted as 90."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Rule(Part):
    """A part that comes from a clause of the program's document."""

    clause: Clause
