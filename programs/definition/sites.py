"""Sites of a program, and the contracting entities partners sign with."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from programs.definition.base import Code, Country, Currency, Name, Rule

Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", max_length=253)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z0-9]+)*$", max_length=16)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]


class Entity(Rule):
    """A contracting entity: each partner has one, which determines agreement, currency, notices and business days."""

    code: Code
    name: Name
    country: Country
    address: list[Name] = Field(min_length=1)
    email: Email
    currency: Currency
    agreement: Code | None = None


class Site(Rule):
    """A host name of the program, with language and currency; new partners get its entity.

    An empty ``language`` leaves it to the visitor's browser.
    """

    host: Host
    language: Language | Literal[""]
    currency: Currency
    entity: Code | None = None
