"""The public directory of partners."""

from typing import Literal

from pydantic import Field

from programs.definition.base import Code, Label, Rule

CardField = Literal[
    "email", "phone", "address", "website", "description", "services", "city", "country", "languages", "logo"
]


class Card(Rule):
    """When a card may be published: required fields filled in and, if moderated, the text approved."""

    required: list[CardField] = Field(min_length=1)
    moderated: bool = True


class WebsiteCheck(Rule):
    """The check of a partner's website; after ``misses`` in a row the card is removed after ``grace_days``."""

    every_days: int = Field(gt=0)
    mentions: list[Label] = Field(min_length=1)
    misses: int = Field(default=2, ge=1)
    grace_days: int = Field(ge=0)


class Ranking(Rule):
    """The order of the directory: by the active points of an account, highest first."""

    account: Code
    featured_first: bool = True
    ties: Literal["earlier_acceptance"] = "earlier_acceptance"


class PartnerPage(Rule):
    """What a partner's page shows besides the card."""

    shows: list[
        Literal[
            "portfolio", "years_in_program", "client_base", "technologies", "deadlines", "specialists", "testimonials"
        ]
    ]


class Directory(Rule):
    """The directory shows partners whose level has ``benefits.directory``.

    ``services`` are those that partners choose from and clients filter by; a partner may also write its own.
    """

    card: Card
    services: list[Label] = Field(default_factory=list)
    website_check: WebsiteCheck | None = None
    ranking: Ranking
    partner_page: PartnerPage | None = None
