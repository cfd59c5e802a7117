"""What a plan says about the store, and the base of all its tables."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A table in a plan's file; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DemoQuote(Part):
    """A quote by a member's login for one client; ``price`` is the client's for one unit.

    One with a ``request`` for a price below the minimum was approved by the staff member ``by``, or still waits.
    """

    login: str
    by: str = ""
    days_ago: int
    company: str
    country: str
    account: str = ""
    product: str
    quantity: int = 1
    price: Decimal
    request: str = ""
    message: str = ""


class DemoCampaign(Part):
    """A price campaign that the staff member ``by`` announced so many days ago; it lasts for ``days``."""

    by: str
    days_ago: int
    days: int
    name: str
    names: dict[str, str] = Field(default_factory=dict)
    percent: Decimal = Decimal(0)
    minimum_percent: Decimal = Decimal(0)
    products: list[str] = Field(default_factory=list)


class DemoExemption(Part):
    """A pending request for a tax exemption by a member's login; its certificate holds for ``days``."""

    login: str
    days_ago: int
    proof: str
    days: int


class DemoKyc(Part):
    """A request for a client's documents to a member's partner; with an ``answer``, it waits for the staff."""

    login: str
    by: str
    days_ago: int
    company: str
    question: str
    answer: str = ""
