"""Forms that a program asks people to fill in, and the time in which somebody answers."""

from typing import Literal

from pydantic import Field, model_validator

from programs.definition.base import Code, Country, Label, Part, Rule

FileFormat = Literal["pdf", "jpeg", "png"]


class FormField(Part):
    """One field of a form."""

    code: Code
    label: Label
    type: Literal[
        "text", "long_text", "url", "email", "phone", "date", "number", "money", "country", "file", "choice"
    ] = "text"
    required: bool = True
    choices: list[Label] = Field(default_factory=list)

    @model_validator(mode="after")
    def _choices_of_a_choice(self) -> "FormField":
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("a choice lists its choices, and no other field does")
        return self


class Document(Rule):
    """A document to upload, and what it proves."""

    code: Code
    name: Label
    formats: list[FileFormat] = Field(default=["pdf", "jpeg", "png"], min_length=1)


class Deadline(Rule):
    """So many days; working days follow the contracting entity's country unless ``country`` names another."""

    days: int = Field(gt=0)
    counted: Literal["working", "calendar"] = "working"
    country: Country | None = None
