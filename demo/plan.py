"""The format of a demo network's files: countries and their words, partner careers, and logins."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from demo.plan_store import DemoCampaign, DemoExemption, DemoKyc, DemoQuote, Part

HERE = Path(__file__).parent
Span = Annotated[tuple[int, int], Field(description="from the first number to the second, both included")]


class Word(Part):
    """A word as written in a name, and as written in a URL."""

    text: str
    plain: str


class Country(Part):
    """A country and the words that make up its companies, people and addresses."""

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
    """An activity of a partner, once or repeated.

    Days are counted from the acceptance: first in ``after``, then ``every`` so many days (or once a calendar quarter)
    up to a day in ``until``, by default up to the present. If an attribute has several values, each activity draws one.
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
    """A named company that a career assigns to one partner."""

    code: str
    name: str
    country: str
    city: str


class Career(Part):
    """The history shared in outline by ``count`` partners; ``accepted`` is how many days ago it began."""

    title: str
    count: int = 1
    accepted: Span
    company: Company | None = None
    does: list[str] = Field(default_factory=list)
    step: list[PlannedStep] = Field(default_factory=list)


class Login(Part):
    """A demo login: a member of a partner, or with a ``staff`` role one of the vendor's staff."""

    email: str
    name: str
    shows: str
    partner: str = ""
    role: str = ""
    staff: str = ""


class ClaimStep(Part):
    """A step on a claim, so many days ago, by a login; ``done_before``: how many days earlier the work was done.

    ``file`` is the field that gets a picture.
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
    """A partner's claim and its steps."""

    kind: str
    subject: str
    quantity: int | None = None
    attributes: dict[str, str] = Field(default_factory=dict)
    step: list[ClaimStep]


class DemoRevision(Part):
    """A profile change by a login; ``decided_by`` approved it a day later, or ``declined`` it.

    Without ``decided_by`` it is still pending.
    """

    by: str
    days_ago: int
    changes: dict[str, str] = Field(default_factory=dict)
    logo: bool = False
    declined: str = ""
    decided_by: str = ""


class DemoExchange(Part):
    """A request, a trademark use or a lowered discount, between a member's login and the staff member ``by``.

    ``answer`` is the partner's answer to a request, or the vendor's to a trademark use. Without it, or without
    ``approved``, it is still open.
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


class DemoItem(Part):
    """A product in an order, for one client."""

    product: str
    quantity: int = 1
    company: str = ""
    country: str
    account: str = ""


class DemoOrder(Part):
    """An order by a member's login, paid so many days later, as confirmed by the staff member ``by``.

    Without ``paid_after`` it still waits for its payment, or for a compliance decision. ``excluded`` and ``refunded``
    are the reasons why it was left out of sales or refunded.
    """

    login: str
    by: str = ""
    days_ago: int
    paid_after: int | None = None
    excluded: str = ""
    refunded: str = ""
    item: list[DemoItem] = Field(min_length=1)


class ApplicationStep(Part):
    """A step of an application, so many days ago; the vendor's steps name the login that took them."""

    does: Literal["send", "approve", "ask", "decline", "hand_in"]
    days_ago: int
    by: str = ""
    stage: Literal["review", "verification"] = "review"
    text: str = ""
    reason: str = ""


class DemoApplication(Part):
    """A company's application: the applicant, the answers in both forms, and its steps."""

    email: str
    name: str
    answers: dict[str, str]
    legal: dict[str, str] = Field(default_factory=dict)
    affiliates: str = ""
    step: list[ApplicationStep]


class Plan(Part):
    """One file in ``networks/``.

    ``place``: its place among the demo's programs; ``shows``: what to look at in it. ``countries``: where its
    companies are, with weights; by default everywhere. ``currency``: of every account; by default the country's.
    ``rates``: how many times the amounts of a step an account in this currency has. ``leads``: how many requests
    clients have sent; ``deals``: how many deals partners have registered.
    """

    program: str
    host: str
    place: int = 0
    shows: str = ""
    countries: dict[str, int] = Field(default_factory=dict)
    currency: str = ""
    rates: dict[str, int] = Field(default_factory=dict)
    habits: dict[str, list[PlannedStep]] = Field(default_factory=dict)
    career: list[Career]
    login: list[Login] = Field(default_factory=list)
    claim: list[DemoClaim] = Field(default_factory=list)
    application: list[DemoApplication] = Field(default_factory=list)
    revision: list[DemoRevision] = Field(default_factory=list)
    exchange: list[DemoExchange] = Field(default_factory=list)
    order: list[DemoOrder] = Field(default_factory=list)
    quote: list[DemoQuote] = Field(default_factory=list)
    campaign: list[DemoCampaign] = Field(default_factory=list)
    kyc: list[DemoKyc] = Field(default_factory=list)
    exemption: list[DemoExemption] = Field(default_factory=list)
    leads: int = 0
    deals: int = 0

    def steps_of(self, career: Career) -> list[PlannedStep]:
        """All activities of a career's partners: its named habits, then its own steps."""
        return [step for habit in career.does for step in self.habits[habit]] + career.step

    def with_steps_within(self, *, days: int) -> Plan:
        """The same plan, but what would be more than ``days`` ago happens that many days ago."""
        return Plan.model_validate(_capped(self.model_dump(), days))


def _capped(data: Any, days: int) -> Any:
    """Every ``days_ago`` in nested tables, at most ``days``."""
    if isinstance(data, dict):
        return {key: min(each, days) if key == "days_ago" else _capped(each, days) for key, each in data.items()}
    return [_capped(each, days) for each in data] if isinstance(data, list) else data


def load_plan(program: str) -> Plan:
    """The demo network of a program. Raises ``FileNotFoundError`` when it has none."""
    return Plan.model_validate(_read(HERE / "networks" / f"{program}.toml"))


def demo_plans() -> list[Plan]:
    """The plans of all programs that the demo plays, in their order."""
    return [load_plan(program) for program in demo_programs()]


@cache
def demo_programs() -> tuple[str, ...]:
    """The codes of the programs that the demo plays, in their order."""
    found = [_read(path) for path in (HERE / "networks").glob("*.toml")]
    return tuple(str(plan["program"]) for plan in sorted(found, key=lambda plan: (plan["place"], plan["program"])))


def load_places() -> Places:
    """The countries of every demo network."""
    return Places.model_validate(_read(HERE / "places.toml"))


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


DEMO_PROGRAM = demo_programs()[0]
