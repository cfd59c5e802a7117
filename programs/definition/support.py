"""Help for partners and their clients."""

from typing import Literal

from pydantic import Field

from programs.definition.base import Code, Label, Part, Rule


class Category(Part):
    """What a ticket may be about."""

    code: Code
    name: Label


class Channel(Part):
    """The channel for a kind of question."""

    about: Label
    to: Literal["ticket", "live_chat", "email", "app_developer", "account_manager"]


class FirstLine(Rule):
    """First-line support: what a partner declares, shown on its card."""

    declares: list[Literal["phone", "email"]] = Field(min_length=1)
    evidence: Code | None = None


class Forum(Rule):
    """A discussion board of the program."""

    code: Code
    name: Label
    open_to: Literal["members", "everybody"] = "members"


class PartnerRequest(Rule):
    """Something a partner with the benefit may ask a manager for."""

    code: Code
    name: Label
    benefit: Code | None = None


class Support(Rule):
    """The helpdesk and the other channels."""

    categories: list[Category] = Field(default_factory=list)
    urgencies: list[Label] = Field(default_factory=list)
    channels: list[Channel] = Field(default_factory=list)
    first_line: FirstLine | None = None
    forums: list[Forum] = Field(default_factory=list)
    requests: list[PartnerRequest] = Field(default_factory=list)
