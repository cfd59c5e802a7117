"""A partner's clients: how they are linked to it, and what counts as a new seat."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from programs.definition.base import Code, Label, Part, Rule

Website = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"']+$", max_length=200)]


class Referral(Rule):
    """A sign-up within ``window_days`` of a visit by a partner's link belongs to it; the first link wins.

    Visitors go on to ``sign_up_page``, with their code as the address's ``parameter``; the product sends it back with
    the sign-up. A partner may have ``campaigns`` links besides its main one.
    """

    window_days: int = Field(gt=0)
    wins: Literal["first", "last"] = "first"
    sign_up_page: Website | None = None
    parameter: Code = "visitor"
    campaigns: int = Field(default=50, ge=0)


class Origin(Part):
    """How a client came into the list."""

    code: Code
    name: Label


class SignUps(Rule):
    """The list of sign-ups and their origins; sold keys may have a separate list."""

    origins: list[Origin] = Field(min_length=1)
    keys_apart: bool = True


class Contacts(Rule):
    """Contact details of clients: whether they may be exported in bulk, whether each view is logged.

    Each person accepts the ``rules`` of use once, and again when their text changes.
    """

    bulk_export: bool = False
    views_logged: bool = True
    rules: list[Label] = Field(default_factory=list)


class NewSeats(Rule):
    """A new client's seats count after ``paid_months`` in a row; they are the plan's user limit."""

    paid_months: int = Field(gt=0)
    activity: Code


class Clients(Part):
    """Clients of partners; ``expiry_reminders`` are days before the end of a license on which its partner is told."""

    expiry_reminders: list[int] = Field(default_factory=lambda: [30, 7])

    referral: Referral | None = None
    sign_ups: SignUps | None = None
    contacts: Contacts | None = None
    new_seats: NewSeats | None = None
