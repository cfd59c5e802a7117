"""The state of a replay on its current day: what it asks of a level, and the decisions it has recorded."""

from collections.abc import Callable
from datetime import date

from programs.definition.requirements import Requirement
from programs.definition.revisions import Revisions
from programs.definition.tracks import Level, Track
from statuses.engine.facts import History, Log
from statuses.engine.ledger import Ledger
from statuses.engine.requirements import Asking, Finding
from statuses.engine.state import Change, TrackState


class Run:
    """The running state of one replay."""

    def __init__(self, history: History, revisions: Revisions) -> None:
        self.history = history
        self.revisions = revisions
        self.revision, self.definition = revisions.at(history.accepted_on)
        self.log = Log(history.facts)
        self.ledger = Ledger()
        self.states: dict[str, TrackState] = {}
        self.changes: list[Change] = []
        self._lowered: set[str] = set()
        self._missing: dict[int, Requirement | None] = {}
        self._seq = 0

    def next_level(self, track: Track, state: TrackState) -> Level | None:
        """The next level up; None at the top."""
        place = track.place(state.level) + 1
        return track.levels[place] if place < len(track.levels) else None

    def asked_for(self, level: Level, state: TrackState) -> list[Requirement]:
        """The requirements to reach a level: ``requalify`` if it was held and lost before (B24-3.5)."""
        if level.code in state.lost and level.requalify is not None:
            return level.requalify
        return level.reach

    def asking(
        self,
        on: date,
        end: date,
        state: TrackState,
        *,
        term_start: date | None = None,
        reached_on: date | None = None,
        lost_on: date | None = None,
        points: Callable[[str], int] | None = None,
    ) -> Asking:
        """The context for a question asked now, for the current level and points by default."""
        return Asking(
            on=on,
            end=end,
            points=points or self.ledger.total,
            levels={code: other.level for code, other in self.states.items()},
            lost={code: other.lost for code, other in self.states.items()},
            places=lambda track, level: self.definition.track(track).place(level),
            term_start=term_start,
            reached_on=reached_on or state.since,
            lost_on=lost_on,
            review_number=state.reviews + 1,
        )

    def _record(
        self,
        track: Track,
        state: TrackState,
        day: date,
        before: str,
        cause: str,
        findings: list[Finding] | None = None,
        fallback: list[Finding] | None = None,
        *,
        decision_id: int | None = None,
        fact_id: int | None = None,
        reason: str = "",
    ) -> None:
        # Clear the last missing requirement after each decision: it wasn't tracked on days without a level.
        self._missing.clear()
        self.changes.append(
            Change(
                track=track.code,
                on=day,
                seq=self._seq,
                before=before,
                after=state.level,
                cause=cause,
                revision=self.revision,
                findings=tuple(findings or ()),
                fallback=tuple(fallback or ()),
                decision_id=decision_id,
                fact_id=fact_id,
                reason=reason,
            )
        )
        self._seq += 1
