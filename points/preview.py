"""Previews the points a claim would earn if approved now."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from activities.models import Claim
from points.rules import earned
from programs.definition import Definition


@dataclass(frozen=True)
class Deed:
    """A claim in the form the points rules read."""

    kind: str
    quantity: int | None
    attributes: Mapping[str, Any]
    amount: Decimal | None = None


def would_earn(definition: Definition, claim: Claim, levels: Mapping[str, str]) -> list[tuple[str, int]]:
    """The points the claim would earn now, by account name; ``levels`` are the partner's current levels."""
    found = earned(definition.points, Deed(claim.kind, claim.quantity, claim.attributes), levels)
    return [(definition.points.accounts[each.account].name, each.points) for each in found]
