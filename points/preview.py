"""What a claim would earn if it were approved now."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from activities.models import Claim
from points.rules import earned
from programs.definition import Definition


@dataclass(frozen=True)
class Deed:
    """A claim as rules of points look at it."""

    kind: str
    quantity: int | None
    attributes: Mapping[str, Any]
    amount: Decimal | None = None


def would_earn(definition: Definition, claim: Claim, levels: Mapping[str, str]) -> list[tuple[str, int]]:
    """The points that the claim would earn now, by the account's name; ``levels`` is where the partner stands."""
    found = earned(definition.points, Deed(claim.kind, claim.quantity, claim.attributes), levels)
    return [(definition.points.accounts[each.account].name, each.points) for each in found]
