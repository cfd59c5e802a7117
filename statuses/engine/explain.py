"""Explains a partner's level: why, what another level still needs, and what the next review will decide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from common.dates import DAY
from programs.definition.requirements import Count, EveryQuarter
from programs.definition.revisions import Revisions
from programs.definition.tracks import Level, Track
from statuses.engine.facts import History
from statuses.engine.replay import Timeline, replay
from statuses.engine.requirements import Finding, find, missed_quarters
from statuses.engine.state import Change, TrackState


@dataclass(frozen=True)
class Question:
    """A list of requirements for a level, with the findings as of the day.

    ``list``: reach, requalify, keep or grace. For a level already held, it is the verdict that granted it.
    """

    level: Level
    list: str
    findings: Sequence[Finding]
    decided_on: date | None = None

    @property
    def by_decision(self) -> bool:
        """Whether a manager decides on the level instead of a list of requirements."""
        return not self.findings

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return not self.by_decision and all(finding.met for finding in self.findings)


@dataclass(frozen=True)
class Explanation:
    """One track on one day.

    ``target`` is the list for the requested (or next) level; ``term`` the list of the next review or grace period, as
    of now; ``outlook`` the decision then if nothing more happens.
    """

    track: Track
    as_of: date
    state: TrackState
    level: Level | None
    points: int
    reached_by: Change | None
    target: Question | None
    term: Question | None
    outlook: Change | None


def explain(
    history: History, revisions: Revisions, as_of: date, *, level: str | None = None
) -> tuple[list[Explanation], Timeline]:
    """Explain every track as of a past or future day; ``level`` asks about that level instead of the next one.

    Raises KeyError when no track has the level.
    """
    history = history.until(as_of)
    timeline = replay(history, revisions, as_of)
    tracks = timeline.definition.tracks
    if level is not None and not any(track.level(level) for track in tracks):
        raise KeyError(level)
    return [
        _explain(history, revisions, timeline, track, level) for track in tracks if level is None or track.level(level)
    ], timeline


def _explain(
    history: History, revisions: Revisions, timeline: Timeline, track: Track, asked: str | None
) -> Explanation:
    state = timeline.states.get(track.code, TrackState())
    changes = [change for change in timeline.changes if change.track == track.code]
    return Explanation(
        track=track,
        as_of=timeline.until,
        state=state,
        level=track.level(state.level),
        points=timeline.ledger.total(track.account),
        reached_by=next((change for change in reversed(changes) if change.before != change.after), None),
        target=_target(timeline, track, state, changes, asked),
        term=_term(timeline, track, state),
        outlook=_outlook(history, revisions, track, state),
    )


def _target(
    timeline: Timeline, track: Track, state: TrackState, changes: list[Change], asked: str | None
) -> Question | None:
    run, day = timeline.run, timeline.until
    level = track.level(asked) if asked else (run.next_level(track, state) if state.level else None)
    if level is None:
        return None
    steps = track.place(level.code) - track.place(state.level)
    reached = next((change for change in reversed(changes) if change.after == level.code != change.before), None)
    if steps <= 0 and reached and reached.findings:
        return Question(level, _kind(level, list(reached.findings)), list(reached.findings))
    # Requirements of the level below count from the day that level is reached, which may still be ahead.
    asking = run.asking(
        day,
        day + DAY,
        state,
        lost_on=state.lost.get(level.code),
        reached_on=state.since if steps == 1 else day,
    )
    findings = find(run.asked_for(level, state), asking, timeline.log)
    return Question(level, _kind(level, findings), findings)


def _kind(level: Level, findings: list[Finding]) -> str:
    again = level.requalify or ()
    return "requalify" if any(found.requirement is one for found in findings for one in again) else "reach"


def _term(timeline: Timeline, track: Track, state: TrackState) -> Question | None:
    """The requirements of the next decision, measured today over the days and points that will count then."""
    level, run = track.level(state.level), timeline.run
    if level is None or state.due_on is None:
        return None
    due, last = state.due_on, state.due_on - DAY
    in_grace = state.grace_on == due and level.grace is not None
    asking = run.asking(
        due,
        due,
        state,
        term_start=state.confirmed_on,
        points=lambda account: timeline.ledger.total_on(account, due),
    )
    requirements = level.grace.requires if in_grace and level.grace else level.keep
    findings = [replace(found, by=_by(found, last)) for found in find(requirements, asking, timeline.log)]
    return Question(level, "grace" if in_grace else "keep", findings, due)


def _by(finding: Finding, last: date) -> date | None:
    """The last day to do what is missing; in the past when too late. None for something that must not happen."""
    requirement = finding.requirement
    if isinstance(requirement, Count) and requirement.at_most is not None:
        return None
    measure = finding.measure
    if isinstance(requirement, EveryQuarter) and measure.found and measure.start and measure.end:
        missed = missed_quarters(measure.found[0], measure.start, measure.end)
        return missed[0][1] - DAY if missed else last
    return last - max(getattr(requirement, "days_before_end", 0) - 1, 0) * DAY


def _outlook(history: History, revisions: Revisions, track: Track, state: TrackState) -> Change | None:
    """The next automatic decision, found by replaying up to its day with nothing more happening."""
    if state.due_on is None:
        return None
    later = replay(history, revisions, state.due_on)
    found = [change for change in later.changes if change.track == track.code and change.on == state.due_on]
    return found[0] if found else None
