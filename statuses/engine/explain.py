"""Why a partner stands where it stands, what is missing for another level, and what the next review will decide."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.dates import DAY
from programs.definition.revisions import Revisions
from programs.definition.tracks import Level, Track
from statuses.engine.facts import History
from statuses.engine.replay import Timeline, replay
from statuses.engine.requirements import Finding, find
from statuses.engine.state import Change, TrackState


@dataclass(frozen=True)
class Question:
    """A list of requirements asked about a level, and the answers as of the day."""

    level: Level
    list: str
    findings: list[Finding]
    decided_on: date | None = None

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return all(finding.met for finding in self.findings)


@dataclass(frozen=True)
class Explanation:
    """One track on one day.

    ``target`` is what the asked (or next) level asks for; ``term`` what the next review or the grace period asks, as
    it stands so far; ``outlook`` what will be decided then if nothing more happens.
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
    """Explain every track as of a day, past or coming; ``level`` asks about that level instead of the next one.

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
        target=_target(timeline, track, state, asked),
        term=_term(timeline, track, state),
        outlook=_outlook(history, revisions, track, state),
    )


def _target(timeline: Timeline, track: Track, state: TrackState, asked: str | None) -> Question | None:
    run, day = timeline.run, timeline.until
    level = track.level(asked) if asked else (run.next_level(track, state) if state.level else None)
    if level is None:
        return None
    requirements = run.asked_for(level, state)
    kind = "requalify" if requirements is level.requalify else "reach"
    asking = run.asking(day, day + DAY, state, lost_on=state.lost.get(level.code))
    return Question(level, kind, find(requirements, asking, timeline.log))


def _term(timeline: Timeline, track: Track, state: TrackState) -> Question | None:
    """The list of the next decision, asked as of today about the days that will count then."""
    level, run, tomorrow = track.level(state.level), timeline.run, timeline.until + DAY
    if level is None or state.due_on is None:
        return None
    last = state.due_on - DAY
    if state.grace_on == state.due_on and level.grace:
        asking = run.asking(state.due_on, tomorrow, state)
        return Question(level, "grace", find(level.grace.requires, asking, timeline.log, by=last), state.due_on)
    asking = run.asking(state.due_on, state.due_on, state, term_start=state.confirmed_on)
    findings = [
        Finding(found.requirement, found.asked, found.measure, last - _early(found))
        for found in find(level.keep, asking, timeline.log)
    ]
    return Question(level, "keep", findings, state.due_on)


def _early(finding: Finding) -> timedelta:
    return max(getattr(finding.requirement, "days_before_end", 0) - 1, 0) * DAY


def _outlook(history: History, revisions: Revisions, track: Track, state: TrackState) -> Change | None:
    """The next decision that comes by itself, had by living on to its day with nothing more happening."""
    if state.due_on is None:
        return None
    later = replay(history, revisions, state.due_on)
    found = [change for change in later.changes if change.track == track.code and change.on == state.due_on]
    return found[0] if found else None
