"""Cancels active points as a penalty (B24-14.2)."""

from datetime import date
from typing import Any

from statuses.engine.ledger import Ledger, Posting


def cut(ledger: Ledger, account: str, points: int | None, day: date, *, cause: str, clause: str) -> None:
    """Reverse so many active points of the account, all without a number; those that expire first go first.

    A reversal expires with its entry, so the total never goes below what is left. ``cause`` identifies the penalty, so
    each replay gives the same entries the same keys.
    """
    left = points
    entries = [posting for posting in ledger.active(account, day) if posting.points > 0]
    for posting in sorted(
        entries, key=lambda posting: (posting.expires_on or date.max, posting.earned_on, posting.key)
    ):
        if left == 0:
            return
        taken = posting.points if left is None else min(left, posting.points)
        given: dict[str, Any] = {
            "account": account,
            "earned_on": day,
            "expires_on": posting.expires_on,
            "rule": "penalty",
        }
        ledger.post(
            Posting(
                key=f"penalty/{cause}/{posting.key}",
                points=-posting.points,
                clause=clause,
                reverses=posting.key,
                **given,
            )
        )
        if taken < posting.points:  # what is left of the entry
            rest = posting.points - taken
            ledger.post(Posting(key=f"rest/{cause}/{posting.key}", points=rest, clause=clause, **given))
        left = None if left is None else left - taken
