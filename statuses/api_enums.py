"""The names of this app's enumerations in the API's schema."""

from statuses.models import StatusChange
from web.api.enums import name_enum

name_enum("LevelChangeCause", StatusChange.Cause.choices, "What led to a decision about a level")
name_enum(
    "RequirementState",
    ["met", "open", "later"],
    "Whether a requirement is met",
    {
        "met": "it is",
        "open": "not yet",
        "later": "it isn't asked yet",
    },
)
name_enum(
    "RequirementList",
    ["reach", "requalify", "keep", "grace"],
    "What requirements are for",
    {
        "reach": "to reach the level",
        "requalify": "to keep the level at the next review",
        "keep": "to keep the level at any time",
        "grace": "to keep the level when the grace period ends",
    },
)
name_enum(
    "RequirementMeasure",
    ["money", "quantity", "count", "distinct", "quarters", "points"],
    "What a requirement measures",
    {
        "money": "an amount of money",
        "quantity": "units, such as seats",
        "count": "how many activities",
        "distinct": "how many different subjects",
        "quarters": "quarters with an activity",
        "points": "points",
    },
)
name_enum(
    "RequirementBound",
    ["at_least", "at_most"],
    "Whether a figure is a minimum or a maximum",
    {
        "at_least": "a minimum",
        "at_most": "a maximum",
    },
)
name_enum(
    "Presence",
    ["required", "optional", "none"],
    "Whether an activity has something",
    {
        "required": "always",
        "optional": "it may",
        "none": "never",
    },
)
