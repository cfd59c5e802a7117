"""The state of a replay on one track."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from common.dates import year_after
from programs.definition.tracks import Level, Track
from statuses.engine.requirements import Finding


@dataclass(frozen=True, slots=True)
class Change:
    """A decision about a level. For a review that kept the level, ``before`` equals ``after``.

    ``findings`` are the results the decision is based on; ``fallback`` those of the lower level, where it was measured.
    """

    track: str
    on: date
    seq: int
    before: str
    after: str
    cause: str
    revision: int
    findings: tuple[Finding, ...] = ()
    fallback: tuple[Finding, ...] = ()
    decision_id: int | None = None
    fact_id: int | None = None
    reason: str = ""

    def verdict(self) -> dict[str, Any]:
        """The full verdict as plain values."""
        found: dict[str, Any] = {"findings": [finding.as_json() for finding in self.findings]}
        if self.fallback:
            found["fallback"] = [finding.as_json() for finding in self.fallback]
        if self.fact_id:
            found["activity"] = self.fact_id
        if self.reason:
            found["reason"] = self.reason
        return found


@dataclass(slots=True)
class TrackState:
    """A partner's level on a track and the dates needed for its next decisions."""

    level: str = ""
    since: date | None = None
    confirmed_on: date | None = None
    review_on: date | None = None
    grace_on: date | None = None
    lost: dict[str, date] = field(default_factory=dict)
    reviews: int = 0

    def enter(self, track: Track, level: Level | None, on: date, *, grace: bool) -> None:
        """Set ``level`` from ``on``; with ``grace``, its grace period starts that day."""
        before = track.place(self.level)
        place = track.place(level.code) if level else -1
        for lost in track.levels[place + 1 : before + 1]:
            self.lost[lost.code] = on
        if place != before:
            self.since = on
        self.level = level.code if level else ""
        self.confirm(level, on)
        if grace and level and level.grace:
            self.grace_on = on + timedelta(days=level.grace.days + 1)
        elif place != before:
            self.grace_on = None

    def confirm(self, level: Level | None, on: date) -> None:
        """Confirm the present level on a day; its next review is a year later (B24-3.4.1)."""
        self.confirmed_on = on if level else None
        self.review_on = year_after(on) if level and level.review else None

    def follow(self, track: Track | None, on: date) -> None:
        """Apply the review rules of a revision that takes effect on ``on`` to the current level.

        A track the revision removed has no more decisions. A running grace period keeps its end.
        """
        if track is None:
            self.review_on = self.grace_on = None
            return
        level = track.level(self.level)
        if not level or not level.review:
            self.review_on = None
        elif self.review_on is None and self.confirmed_on:
            self.review_on = max(year_after(self.confirmed_on), on)

    @property
    def due_on(self) -> date | None:
        """The next day at whose opening a decision is due."""
        if self.review_on and self.grace_on:
            return min(self.review_on, self.grace_on)
        return self.review_on or self.grace_on
