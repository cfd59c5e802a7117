"""What a program's rules say about restrictions."""

from decimal import Decimal

from programs.definition import Definition
from programs.definition.conduct import Penalty


def penalty_for(definition: Definition, effect: str) -> Penalty | None:
    """The program's penalty with this effect, or None."""
    penalties = definition.conduct.penalties if definition.conduct else []
    return next((penalty for penalty in penalties if penalty.effect == effect), None)


def access_penalty(definition: Definition) -> Penalty | None:
    """The program's penalty that blocks access, or None."""
    return penalty_for(definition, "access")


def asks_information(definition: Definition | None) -> bool:
    """Whether the program asks its partners for information."""
    return bool(definition and definition.admission and definition.admission.information_requests)


def highest_discount(definition: Definition) -> Decimal:
    """The highest discount of any level in percent, or 0."""
    discounts = (level.benefits.discount for track in definition.tracks for level in track.levels)
    return max((Decimal(discount.percent) for discount in discounts if discount), default=Decimal(0))
