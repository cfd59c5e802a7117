"""What kinds of notices are called: by the program's definition, else in plain words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from programs.definition import Definition

# Kinds that a program need not name.
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
}


def kind_name(kind: str, definition: Definition | None) -> str:
    """The kind's name; its code as words when nobody has named it."""
    named = definition.notices.kinds if definition and definition.notices else []
    found = next((one.name for one in named if one.code == kind), "") or WORDS.get(kind, "")
    return str(found) if found else kind.replace("_", " ").capitalize()


def kind_choices(kinds: Iterable[str], definition: Definition | None) -> list[tuple[str, str]]:
    """Kinds with their names, in the order of the names."""
    return sorted(((kind, kind_name(kind, definition)) for kind in kinds), key=lambda pair: pair[1])
