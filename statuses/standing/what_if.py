"""What would happen if a partner sold more: a sale that the engine takes into account and nobody stores."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from programs.definition import Definition
from programs.definition.activities import Match, attribute_text
from programs.definition.requirements import Total
from statuses.engine import Fact

_ID = 2**62  # after every stored activity of its day


def sale_kind(definition: Definition) -> Match | None:
    """The activities of which levels ask a total in money; None if no level asks for one."""
    return next(_asked(definition), None)


def supposed_sale(definition: Definition, amount: Decimal, on: date) -> Fact | None:
    """A sale of an amount in the partner's currency on a day; None if no level asks for sales."""
    kind = sale_kind(definition)
    if kind is None:
        return None
    given = {name: value[0] if isinstance(value, list) else attribute_text(value) for name, value in kind.where.items()}
    return Fact(_ID, kind.of, on, amount, attributes=given)


def _asked(definition: Definition) -> Iterator[Match]:
    for track in definition.tracks:
        for level in track.levels:
            for one in (*level.keep, *level.reach, *(level.grace.requires if level.grace else ())):
                if isinstance(one, Total) and one.unit == "money":
                    yield one
