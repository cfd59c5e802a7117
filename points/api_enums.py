"""The names of this app's enumerations in the API's schema."""

from web.api.enums import name_enum

name_enum(
    "PointsTurn",
    ["posted", "expired"],
    "Which way points moved",
    {
        "posted": "added or taken away",
        "expired": "expired",
    },
)
