"""The points a replay posts: the entries the stored ledger must contain, and their running totals."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from heapq import heappop, heappush
from typing import NamedTuple


class Posting(NamedTuple):
    """An entry the rules require. ``key`` is the same each time the same cause is replayed."""

    key: str
    account: str
    points: int
    earned_on: date
    expires_on: date | None
    rule: str
    clause: str
    fact_id: int | None = None
    reverses: str | None = None


class Ledger:
    """Entries ordered by day, with totals as of the current day."""

    def __init__(self) -> None:
        self.postings: list[Posting] = []
        self._totals: Counter[str] = Counter()
        self._expiring: list[tuple[date, str, int]] = []
        self._reversed: set[str] = set()

    @classmethod
    def left_at(cls, totals: Mapping[str, int]) -> "Ledger":
        """A ledger for which only the active totals are known."""
        ledger = cls()
        ledger._totals.update(totals)
        return ledger

    def total(self, account: str) -> int:
        """Active points of the account on the day the ledger was last opened for."""
        return self._totals[account]

    def total_on(self, account: str, day: date) -> int:
        """How many of today's points will still be active on a future day."""
        leaving = (points for on, code, points in self._expiring if code == account and on <= day)
        return self._totals[account] - sum(leaving)

    def totals(self) -> dict[str, int]:
        """Active points by account."""
        return dict(self._totals)

    def open(self, day: date) -> None:
        """Remove points that expire by ``day`` from the totals."""
        while self._expiring and self._expiring[0][0] <= day:
            _, account, points = heappop(self._expiring)
            self._totals[account] -= points

    def post(self, posting: Posting) -> None:
        """Add an entry; its day must be the currently open day."""
        self.postings.append(posting)
        self._totals[posting.account] += posting.points
        if posting.reverses:
            self._reversed.add(posting.reverses)
        if posting.expires_on:
            heappush(self._expiring, (posting.expires_on, posting.account, posting.points))

    def active(self, account: str, day: date) -> list[Posting]:
        """Entries of the account active on ``day``: not expired, not a reversal, not reversed."""
        return [
            posting
            for posting in self.postings
            if posting.account == account
            and (posting.expires_on is None or posting.expires_on > day)
            and posting.reverses is None
            and posting.key not in self._reversed
        ]
