"""Activity kinds: what a row of each must have, and how partners may claim it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from programs.definition.base import Code, Label, Part, Rule
from programs.definition.forms import FormField

Presence = Literal["required", "optional", "none"]


def attribute_text(value: object) -> str:
    """Return an attribute in the form that rules compare: ``true`` and ``"true"`` are the same."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


class Match(Part):
    """The activities a rule is about: a kind, narrowed by attributes (one value or any of several)."""

    of: Code
    where: dict[Code, str | bool | list[str]] = Field(default_factory=dict)

    @cached_property
    def _wanted(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple(
            (key, frozenset(value if isinstance(value, list) else [attribute_text(value)]))
            for key, value in self.where.items()
        )

    def accepts(self, kind: str, attributes: Mapping[str, Any]) -> bool:
        """Return whether an activity of this kind with these attributes matches."""
        return kind == self.of and all(attribute_text(attributes.get(key)) in wanted for key, wanted in self._wanted)


class Cap(Part):
    """At most so many approved claims of the kind in a window."""

    at_most: int = Field(gt=0)
    window: Literal["year", "ever"] = "year"


class Claim(Rule):
    """Partners may claim this kind: the form, whether a plan is approved first, and the cap.

    ``plan`` names the fields that make the plan; the others are asked with the result.
    """

    prior_approval: bool = False
    plan: list[Code] = Field(default_factory=list)
    cap: Cap | None = None
    fields: list[FormField] = Field(default_factory=list)

    @property
    def planned(self) -> list[FormField]:
        """The fields of the plan, asked before the work begins."""
        return [field for field in self.fields if field.code in self.plan]

    @property
    def result(self) -> list[FormField]:
        """The fields of the result, asked when the work is done."""
        return [field for field in self.fields if field.code not in self.plan]


class ActivityKind(Rule):
    """One kind of activity.

    ``attributes`` lists the allowed values of each attribute; an empty list allows any text. ``words`` says how people
    read the names and values of attributes, where that is more than the code without underscores. A kind with
    ``decides_level`` is a manager's decision: its attributes ``track`` and ``level`` set the partner's level.
    """

    name: Label
    amount: Presence = "none"
    quantity: Presence = "none"
    quantity_unit: Label | None = None
    subject: Presence = "none"
    subject_is: Label | None = None
    attributes: dict[Code, list[str]] = Field(default_factory=dict)
    optional_attributes: list[Code] = Field(default_factory=list)
    words: dict[Code, Label] = Field(default_factory=dict)
    decides_level: bool = False
    claim: Claim | None = None

    def model_post_init(self, context: object, /) -> None:
        """Word the attributes that the file doesn't word, so that these words can be translated too."""
        codes = [*self.attributes, *(value for allowed in self.attributes.values() for value in allowed)]
        plain = {code: code.replace("_", " ") for code in codes if code not in ("true", "false")}
        self.__dict__["words"] = {**plain, **self.words}  # the model is frozen for others

    @property
    def plain_words(self) -> set[str]:
        """The words that are only codes without underscores."""
        return {word for code, word in self.words.items() if word == code.replace("_", " ")}

    def word(self, code: str) -> str:
        """Return an attribute's name or value in the reader's language."""
        return str(self.words.get(code) or code.replace("_", " "))

    def details(self, attributes: Mapping[str, Any]) -> list[str]:
        """Return the values of an activity's attributes in the reader's language."""
        return [self.word(str(value)) for value in attributes.values() if value not in (None, "", False)]
