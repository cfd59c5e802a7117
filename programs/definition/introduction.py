"""What the program's public page says of it, beside its levels and rules."""

from pydantic import Field

from programs.definition.base import Label, Paragraph, Part


class Question(Part):
    """A question that visitors ask, and its answer."""

    question: Label
    answer: Paragraph


class Introduction(Part):
    """The program in a sentence, what joining costs, and questions with answers."""

    lead: Label
    cost: Label | None = None
    questions: list[Question] = Field(default_factory=list)
