"""The lead rating and what it unlocks. Pure functions."""

from dataclasses import dataclass
from decimal import Decimal

from programs.definition.leads import Leads, Rating

EXACT = Decimal("0.0001")


def smoothed(rating: Rating, *, won: int, lost: int) -> Decimal:
    """Return the rating from 0 to 1: few ends weigh less against the prior (B24-6.2e)."""
    return (Decimal(won + rating.prior_won) / Decimal(won + lost + rating.prior_all)).quantize(EXACT)


def most_open(leads: Leads, *, won: int, lost: int) -> int | None:
    """Return how many open reservations the rating unlocks; None where the program sets no limit."""
    if leads.rating is None:
        return None
    reached = smoothed(leads.rating, won=won, lost=lost)
    steps = [step for step in leads.rating.steps if step.rating <= reached]
    return (steps[-1] if steps else leads.rating.steps[0]).open_reservations


@dataclass(frozen=True, slots=True)
class Explained:
    """A partner's rating in percent, and the table: from which percent how many, and whether this step holds now."""

    percent: Decimal
    won: int
    all: int
    prior_won: int
    prior_all: int
    steps: list[tuple[Decimal, int, bool]]


def explained(leads: Leads, *, won: int, lost: int) -> Explained | None:
    """Return how the rating comes about and what it unlocks; None where the program has no rating."""
    rating = leads.rating
    if rating is None:
        return None
    most = most_open(leads, won=won, lost=lost)
    steps = [
        (100 * Decimal(step.rating), step.open_reservations, step.open_reservations == most) for step in rating.steps
    ]
    reached = 100 * smoothed(rating, won=won, lost=lost)
    return Explained(reached, won, won + lost, rating.prior_won, rating.prior_all, steps)
