"""Leads: requests from clients, and how partners get them."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from programs.definition.base import SHOWN, Code, Label, Number, Part, Rule
from programs.definition.forms import FormField

CONSENT = "I agree that my request and contact details are passed on to partners who can help me."


class Mode(Rule):
    """How requests are distributed: in turns, or offered to everyone who covers the location."""

    code: Code
    name: Label
    distribution: Literal["by_turns", "offered_to_all"]


class Source(Part):
    """Where requests come from: a form or the vendor's own people; it decides their mode (R22).

    The first source is the public form; each further ``public`` one has a form of its own.
    """

    code: Code
    name: Label
    mode: Code
    public: bool = False


class Turns(Part):
    """Requests by turns: how long a partner has to answer, in business hours of its country, and what follows.

    ``then``: what happens to a request that everybody declined.
    """

    answer_hours: int = Field(default=16, gt=0)
    reminder_hours: int = Field(default=4, ge=0)
    opens: int = Field(default=9, ge=0, le=23)
    closes: int = Field(default=17, ge=1, le=24)
    then: Literal["manager", "offered_to_all"] = "manager"

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "Turns":
        if self.opens >= self.closes:
            raise ValueError("a business day opens before it closes")
        return self


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
    """How many partners may reserve one request; contact details show only then.

    One that nobody touched for ``idle_days`` ends and its place opens again.
    """

    at_most: int = Field(ge=1)
    idle_days: int = Field(default=14, gt=0)


class Stage(Part):
    """A stage of the work on a request."""

    code: Code
    name: Label


def _stages() -> list[Stage]:
    return [
        Stage(code="new", name="New"),
        Stage(code="contacted", name="Contacted"),
        Stage(code="proposal", name="Proposal sent"),
        Stage(code="negotiation", name="Negotiation"),
    ]


class Work(Rule):
    """What is recorded for a reserved request, and the reasons for losing it.

    ``won_activity`` is the kind of activity that a won request records. ``certified`` is the course that an assignee
    has passed. A request that nobody touched for ``untouched_days`` is reported to the managers. With ``proof``, a won
    request names the order or license that proves it.
    """

    steps: list[Literal["assignee", "notes", "next_step"]] = Field(min_length=1)
    stages: list[Stage] = Field(default_factory=_stages, min_length=1)
    lost_reasons: list[Label] = Field(min_length=1)
    won_activity: Code | None = None
    certified: Code | None = None
    untouched_days: int = Field(default=5, gt=0)
    proof: bool = False


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
    """Whether the vendor may ask the client, how long after the end, and whether an answer may open a case."""

    opens_case: bool = True
    after_days: int = Field(default=3, ge=0)


class LeadRules(Rule):
    """The agreement that a partner accepts before it sees its first request (B24-6.1)."""

    agreement: Code


class Leads(Rule):
    """Lead distribution."""

    form: list[FormField] = Field(default_factory=list)
    consent: Annotated[str, SHOWN] = Field(default=CONSENT, min_length=1, max_length=1000)
    sources: list[Source] = Field(default_factory=list)
    modes: list[Mode] = Field(min_length=1)
    turns: Turns = Field(default_factory=Turns)
    rules: LeadRules | None = None
    locations: Locations | None = None
    kinds: Kinds | None = None
    reservations: Reservations | None = None
    work: Work | None = None
    rating: Rating | None = None
    satisfaction: Satisfaction | None = None
    retention_months: int = Field(default=24, gt=0)

    def mode(self, code: str) -> Mode:
        """Return the mode with this code; the first one if no mode has it."""
        return next((mode for mode in self.modes if mode.code == code), self.modes[0])

    def source_mode(self, source: str) -> Mode:
        """Return the mode of requests from a source; the first mode if the source is unknown (R22)."""
        return self.mode(next((one.mode for one in self.sources if one.code == source), ""))

    @property
    def public_sources(self) -> list[Source]:
        """The sources that have a public form; the first one is what clients see at first."""
        return [one for place, one in enumerate(self.sources) if one.public or not place]

    @property
    def places(self) -> int:
        """How many partners may hold one request."""
        return self.reservations.at_most if self.reservations else 1

    def kind_name(self, code: str) -> str:
        """Return the kind's name, or its code as words when the rules no longer have it."""
        items = self.kinds.items if self.kinds else []
        return next((kind.name for kind in items if kind.code == code), code.replace("_", " ").capitalize())
