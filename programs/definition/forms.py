"""Forms that people fill in, and deadlines for answers."""

from typing import Literal

from pydantic import Field, model_validator

from programs.definition.base import Code, Country, Label, Part, Rule

FileFormat = Literal["pdf", "jpeg", "png"]


class FormField(Part):
    """One field of a form. A box lets people take over the answer of the field ``same_as``, which stands before it."""

    code: Code
    label: Label
    type: Literal[
        "text", "long_text", "url", "email", "phone", "date", "number", "money", "country", "file", "choice"
    ] = "text"
    required: bool = True
    choices: list[Label] = Field(default_factory=list)
    same_as: Code | None = None

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
    """A number of days; business days use the contracting entity's country unless ``country`` is set."""

    days: int = Field(gt=0)
    counted: Literal["working", "calendar"] = "working"
    country: Country | None = None
