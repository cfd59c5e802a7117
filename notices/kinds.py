"""Names of notice kinds: from the program's definition, or built-in names."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from programs.definition import Definition

# Kinds that programs don't have to name.
WORDS = {
    "level": gettext_lazy("Level"),
    "reminder": gettext_lazy("Reminder"),
    "information_request": gettext_lazy("Information requested"),
    "discount_lowered": gettext_lazy("Discount lowered"),
    "penalty": gettext_lazy("Measure taken"),
    "trademark": gettext_lazy("Trademarks"),
    "termination": gettext_lazy("End of the partnership"),
    "team": gettext_lazy("Team"),
    "profile": gettext_lazy("Profile"),
    "claim": gettext_lazy("Claims"),
    "activity": gettext_lazy("Activities"),
    "order": gettext_lazy("Orders"),
    "tax_exemption": gettext_lazy("Tax exemption"),
    "meeting": gettext_lazy("Meetings"),
    "lead": gettext_lazy("Leads"),
    "deal": gettext_lazy("Deals"),
    "client": gettext_lazy("Clients"),
    "nfr": gettext_lazy("NFR licenses"),
    "kyc": gettext_lazy("Client documents"),
    "quote": gettext_lazy("Quotes"),
    "invoice": gettext_lazy("Invoices"),
    "bonus": gettext_lazy("Bonuses"),
}


def kind_name(kind: str, definition: Definition | None) -> str:
    """The kind's name, or its code as words if it has none."""
    named = definition.notices.kinds if definition and definition.notices else []
    found = next((one.name for one in named if one.code == kind), "") or WORDS.get(kind, "")
    return str(found) if found else kind.replace("_", " ").capitalize()


def kind_choices(kinds: Iterable[str], definition: Definition | None) -> list[tuple[str, str]]:
    """All kinds with their names, sorted by name."""
    return sorted(((kind, kind_name(kind, definition)) for kind in kinds), key=lambda pair: pair[1])
