"""Leads: requests from clients, and how partners get them."""

from typing import Literal

from pydantic import Field

from programs.definition.base import Code, Label, Number, Part, Rule
from programs.definition.forms import FormField


class Mode(Rule):
    """How requests are distributed: in turns, or offered to everyone who covers the location."""

    code: Code
    name: Label
    distribution: Literal["by_turns", "offered_to_all"]


class Locations(Rule):
    """A partner covers its own country and ``additional`` locations."""

    additional: int = Field(ge=0)


class Kind(Part):
    """A kind of request."""

    code: Code
    name: Label


class Kinds(Rule):
    """What a client may ask for."""

    items: list[Kind] = Field(min_length=1)


class Reservations(Rule):
    """How many partners may reserve one request; contact details show only then."""

    at_most: int = Field(ge=1)


class Work(Rule):
    """What is recorded for a reserved request, and the reasons for losing it."""

    steps: list[Literal["assignee", "notes", "next_step"]] = Field(min_length=1)
    lost_reasons: list[Label] = Field(min_length=1)


class ReservationLimit(Part):
    """The number of open reservations from this rating on."""

    rating: Number
    open_reservations: int = Field(ge=1)


class Rating(Rule):
    """(won + ``prior_won``) / (won + lost + ``prior_all``), and the open reservations it unlocks, lowest first."""

    prior_won: int = Field(ge=0)
    prior_all: int = Field(ge=1)
    steps: list[ReservationLimit] = Field(min_length=1)


class Satisfaction(Rule):
    """Whether the vendor may ask the client, and whether an answer may open a case."""

    opens_case: bool = True


class Leads(Rule):
    """Lead distribution."""

    form: list[FormField] = Field(default_factory=list)
    modes: list[Mode] = Field(min_length=1)
    locations: Locations | None = None
    kinds: Kinds | None = None
    reservations: Reservations | None = None
    work: Work | None = None
    rating: Rating | None = None
    satisfaction: Satisfaction | None = None
