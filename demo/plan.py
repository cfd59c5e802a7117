"""What a demo network's files say: countries with their words, careers of partners, and who may sign in."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).parent
DEMO_PROGRAM = "bitrix24"
Span = Annotated[tuple[int, int], Field(description="from the first number to the second, both included")]


class Part(BaseModel):
    """A table of a plan's file; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Word(Part):
    """A word as it stands in a name, and as it stands in an address on the web."""

    text: str
    plain: str


class Country(Part):
    """A country and the words of which its companies, people and addresses are made."""

    code: str
    currency: str
    weight: int
    languages: list[str]
    phone: str
    pattern: str
    address: str
    cities: list[str]
    streets: list[str]
    firsts: list[str]
    seconds: list[str]
    given: list[str]
    family: list[str]


class Places(Part):
    """``places.toml``."""

    services: list[str]
    descriptions: list[str]
    country: list[Country]

    @cached_property
    def by_code(self) -> dict[str, Country]:
        """Countries by their code."""
        return {country.code: country for country in self.country}


class PlannedStep(Part):
    """Something a partner does, once or again and again.

    Days are counted from the acceptance: the first time in ``after``, then ``every`` so many days (or once a
    calendar quarter) up to a day in ``until``, without it up to the present. Of several values of an attribute
    one is drawn each time.
    """

    kind: str
    after: Span
    every: Span | Literal["quarter"] | None = None
    until: Span | None = None
    chance: float = 1
    amount: Span | None = None
    quantity: Span | None = None
    subject: Literal["client", "person", "address", ""] = ""
    attributes: dict[str, str | bool | list[str]] = Field(default_factory=dict)


class Company(Part):
    """A company that a career gives to one partner by name."""

    code: str
    name: str
    country: str
    city: str


class Career(Part):
    """The history that ``count`` partners share in its outline; ``accepted`` is how many days ago it began."""

    title: str
    count: int = 1
    accepted: Span
    company: Company | None = None
    does: list[str] = Field(default_factory=list)
    step: list[PlannedStep] = Field(default_factory=list)


class Login(Part):
    """Somebody who may sign in to the demo: a member of a partner, or with a ``staff`` role one of the vendor's."""

    email: str
    name: str
    shows: str
    partner: str = ""
    role: str = ""
    staff: str = ""


class ClaimStep(Part):
    """Something done with a claim so many days ago, by a login; ``done_before``: the work was done so many days before.

    ``file`` is the field for which a picture is sent.
    """

    by: str
    does: Literal[
        "submit", "complete", "answer", "withdraw", "message", "approve_plan", "ask", "approve", "decline", "take_back"
    ]
    days_ago: int
    text: str = ""
    answers: dict[str, str] = Field(default_factory=dict)
    file: str = ""
    done_before: int = 3


class DemoClaim(Part):
    """What a partner claims, and how it went on."""

    kind: str
    subject: str
    quantity: int | None = None
    attributes: dict[str, str] = Field(default_factory=dict)
    step: list[ClaimStep]


class DemoRevision(Part):
    """What a login wants changed in its partner's profile; ``decided_by`` approved it a day later, or ``declined`` it.

    Without ``decided_by`` it waits.
    """

    by: str
    days_ago: int
    changes: dict[str, str] = Field(default_factory=dict)
    logo: bool = False
    declined: str = ""
    decided_by: str = ""


class DemoExchange(Part):
    """A question, a use of the trademarks or a lowered discount, between a member's login and the staff's ``by``.

    ``answer`` is the partner's to a question, the vendor's to a use. Without it, or without ``approved``, it waits.
    """

    what: Literal["information", "trademark", "discount"]
    login: str
    by: str
    days_ago: int
    text: str
    answer: str = ""
    approved: bool | None = None
    percent: Decimal = Decimal(0)
    conditions: str = ""
    lasts: int = 30


class ApplicationStep(Part):
    """Something that happened to an application so many days ago; the vendor's steps name the login that took them."""

    does: Literal["send", "approve", "ask", "decline", "hand_in"]
    days_ago: int
    by: str = ""
    stage: Literal["review", "verification"] = "review"
    text: str = ""
    reason: str = ""


class DemoApplication(Part):
    """A company that applies: who for it, what it answers in the two forms, and how it went on."""

    email: str
    name: str
    answers: dict[str, str]
    legal: dict[str, str] = Field(default_factory=dict)
    affiliates: str = ""
    step: list[ApplicationStep]


class Plan(Part):
    """One file of ``networks/``."""

    program: str
    host: str
    habits: dict[str, list[PlannedStep]] = Field(default_factory=dict)
    career: list[Career]
    login: list[Login] = Field(default_factory=list)
    claim: list[DemoClaim] = Field(default_factory=list)
    application: list[DemoApplication] = Field(default_factory=list)
    revision: list[DemoRevision] = Field(default_factory=list)
    exchange: list[DemoExchange] = Field(default_factory=list)

    def steps_of(self, career: Career) -> list[PlannedStep]:
        """All that a career's partners do: the habits it names, then its own steps."""
        return [step for habit in career.does for step in self.habits[habit]] + career.step


def load_plan(program: str) -> Plan:
    """The demo network of a program. Raises ``FileNotFoundError`` when it has none."""
    return Plan.model_validate(_read(HERE / "networks" / f"{program}.toml"))


def load_places() -> Places:
    """The countries of every demo network."""
    return Places.model_validate(_read(HERE / "places.toml"))


def _read(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
