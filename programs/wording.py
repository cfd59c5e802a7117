"""Names from the definition, and amounts, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.languages import listed
from common.numbers import number, short_money
from programs.code_names import Names
from programs.definition import Definition
from programs.definition.words import counted


@dataclass(frozen=True)
class Words:
    """The context of wording: the definition's names and the partner's currency."""

    definition: Definition
    currency: str

    def kind(self, code: str) -> str:
        """Return the name of an activity kind, or its code if the current rules no longer have it."""
        kind = self.definition.activities.get(code)
        return str(kind.name) if kind else code

    def level(self, track: str, code: str) -> str:
        """Return the name of a level on a track."""
        if track not in self.definition.track_codes:
            return code
        level = self.definition.track(track).level(code)
        return str(level.name) if level else code

    def activity(self, kind: str, attributes: Mapping[str, Any], subject: str = "") -> str:
        """Return what an activity was and for whom: «Sale · Alder GmbH»."""
        details = Names(self.definition).details(kind, attributes)
        return " · ".join([self.kind(kind), *details, *([subject] if subject else [])])

    def figures(self, kind: str, amount: Decimal | None, quantity: int | None) -> str:
        """Return the amount and quantity of an activity, each with its unit."""
        known = self.definition.activities.get(kind)
        unit = known.quantity_unit if known and known.quantity_unit else ""
        shown = [self.money(amount)] if amount is not None else []
        if quantity is not None:
            shown.append(counted(number(quantity), quantity, unit))
        return listed(shown)

    def money(self, value: Decimal) -> str:
        """Return an amount in the partner's currency."""
        return short_money(value, self.currency)


def directory_words() -> dict[str, str]:
    """How a level appears in the directory, by code."""
    return {"listed": _("listed"), "featured": _("featured")}
