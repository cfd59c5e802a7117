"""Replays a partner's history day by day from its activities and the revisions in force.

Order within a day (docs/engine.md): the opening expires points and decides due reviews and grace periods, based on what
happened before the day; then activities earn points and managers' decisions apply; then upgrades, one level at a time
until none applies. Days on which nothing can happen are skipped.
"""

from dataclasses import dataclass
from datetime import date

from common.dates import DAY
from points.rules import earned, entry_expires_on
from programs.definition import MAIN_TRACK, Definition
from programs.definition.requirements import Count, Distinct, Requirement
from programs.definition.revisions import Revisions
from programs.definition.tracks import Level, Track
from statuses.engine.facts import Fact, History, Log, ManagerDecision
from statuses.engine.ledger import Ledger, Posting
from statuses.engine.penalties import cut
from statuses.engine.reachable_days import waking_days
from statuses.engine.requirements import Asking, Finding, find, first_missing
from statuses.engine.restart import restart
from statuses.engine.run import Run
from statuses.engine.state import Change, TrackState


@dataclass(frozen=True)
class Timeline:
    """The result of a replay: every decision, every entry, and the state on the last day."""

    until: date
    definition: Definition
    states: dict[str, TrackState]
    changes: list[Change]
    ledger: Ledger
    log: Log
    run: "Replay"


def replay(history: History, revisions: Revisions, until: date) -> Timeline:
    """Replay every day up to and including ``until``."""
    run = Replay(history, revisions)
    run.live(until)
    return Timeline(until, run.definition, run.states, run.changes, run.ledger, run.log, run)


class Replay(Run):
    """A run that opens the days and decides on them."""

    # The days ----------------------------------------------------------------------------------------------------

    def live(self, until: date) -> None:
        """Open and run every day on which something can happen."""
        facts: dict[date, list[Fact]] = {}
        for fact in self.log.facts:
            facts.setdefault(fact.on, []).append(fact)
        decisions: dict[date, list[ManagerDecision]] = {}
        for decision in sorted(self.history.decisions, key=lambda decision: decision.id):
            decisions.setdefault(decision.on, []).append(decision)
        known = sorted(
            {
                *facts,
                *decisions,
                *(cut.on for cut in self.history.cuts),
                *self.revisions.later_days(),
                *waking_days((definition for _, _, definition in self.revisions.items), self.log),
                self.history.accepted_on,
            },
            reverse=True,
        )
        while (day := self._next_day(known)) <= until:
            self.open(day)
            self.run(day, facts.get(day, []), decisions.get(day, []))
        self.ledger.open(until)

    def _next_day(self, known: list[date]) -> date:
        """The next day on which something happens (removed from the end of the list) or is due."""
        day = known[-1] if known else date.max
        for state in self.states.values():
            due = state.due_on
            if due and due < day:
                day = due
        if known and known[-1] == day:
            known.pop()
        return day

    def open(self, day: date) -> None:
        """Open the day: points expire, then due decisions are made, main track first."""
        self._seq = 0
        self._lowered.clear()
        self.ledger.open(day)
        revision, definition = self.revisions.at(day)
        if revision != self.revision:
            self.revision, self.definition = revision, definition
            self._follow(day)
        for track in self.definition.tracks:
            state = self.states.get(track.code)
            if state and state.review_on and state.review_on <= day:
                self._review(track, state, day)
            if state and state.grace_on and state.grace_on <= day:
                self._end_grace(track, state, day)

    def run(self, day: date, facts: list[Fact], decisions: list[ManagerDecision]) -> None:
        """Run the day after its opening."""
        if day == self.history.accepted_on:
            self._accept(day)
        opening = {code: state.level for code, state in self.states.items()}
        for fact in facts:
            self._earn(fact, opening)
        for decision in decisions:
            self._decide(decision)
        self._decide_by_activities(facts)
        self._cut(day)
        kinds = {fact.kind for fact in facts}
        for track in self.definition.tracks:
            self._upgrade(track, day, kinds)

    # What happens on them ----------------------------------------------------------------------------------------

    def _accept(self, day: date) -> None:
        for track in self.definition.tracks:
            if track.entry.by == "acceptance":
                self._admit(track, day, self.history.entry_level if track.code == MAIN_TRACK else "")

    def _admit(self, track: Track, day: date, entry_level: str = "") -> None:
        state = self.states[track.code] = TrackState()
        state.enter(track, track.level(entry_level or track.entry.level or ""), day, grace=True)
        self._record(track, state, day, "", "acceptance")

    def _follow(self, day: date) -> None:
        """Apply a new revision: its review rules cover current levels, and its new tracks admit the partner."""
        for code, state in self.states.items():
            state.follow(self.definition.track(code) if code in self.definition.track_codes else None, day)
        main = self.states.get(MAIN_TRACK)
        if main and main.level:
            for track in self.definition.tracks:
                if track.entry.by == "acceptance" and track.code not in self.states:
                    self._admit(track, day)

    def _earn(self, fact: Fact, opening: dict[str, str]) -> None:
        for gain in earned(self.definition.points, fact, opening, self.history.currency):
            self.ledger.post(
                Posting(
                    key=f"{fact.id}/{gain.rule}",
                    account=gain.account,
                    points=gain.points,
                    earned_on=fact.on,
                    expires_on=entry_expires_on(self.definition.points, gain.account, fact.on),
                    rule=gain.rule,
                    clause=gain.clause,
                    fact_id=fact.id,
                )
            )

    def _decide(self, decision: ManagerDecision) -> None:
        for track in self.definition.tracks:
            ends_all = decision.kind == "termination"
            if track.code == decision.track or (ends_all and track.code in self.states):
                self._move(
                    track,
                    "" if ends_all else decision.level,
                    decision.on,
                    decision.kind,
                    decision_id=decision.id,
                    reason=decision.reason,
                )

    def _cut(self, day: date) -> None:
        """Cancel the points that penalties of the day cancel (B24-14.2)."""
        for found in self.history.cuts:
            if found.on == day:
                account = self.definition.track(MAIN_TRACK).account
                cut(self.ledger, account, found.points, day, cause=str(found.id), clause=found.clause)

    def _decide_by_activities(self, facts: list[Fact]) -> None:
        """Decisions recorded as activities (KKV-engine1); of several on one day, only the last recorded is made."""
        decided: dict[str, tuple[int, int, Track]] = {}
        for fact in sorted(facts, key=lambda fact: fact.id):
            kind = self.definition.activities.get(fact.kind)
            code = fact.attributes.get("track")
            if kind and kind.decides_level and code in self.definition.track_codes:
                track = self.definition.track(code)
                place = track.place(str(fact.attributes.get("level", "")))
                if place >= 0:
                    decided[track.code] = (fact.id, place, track)
        for fact_id, place, track in sorted(decided.values(), key=lambda found: found[0]):
            self._move(track, track.levels[place].code, facts[0].on, "exception", fact_id=fact_id)

    def _move(
        self,
        track: Track,
        level: str,
        day: date,
        cause: str,
        *,
        decision_id: int | None = None,
        fact_id: int | None = None,
        reason: str = "",
    ) -> None:
        """Apply a manager's decision: set the level and restart its reviews.

        A lowered level stays at least for the day, whatever the partner has earned.
        """
        state = self.states.setdefault(track.code, TrackState())
        before = state.level
        if not before and not level:
            return
        target = track.level(level)
        state.enter(track, target, day, grace=not before)
        state.reviews = 0
        if track.place(level) < track.place(before):
            self._lowered.add(track.code)
            decided = f"decision-{decision_id}" if decision_id else f"activity-{fact_id}"
            self._set_back(track, target, day, f"{track.code}/{decided}")
        self._record(track, state, day, before, cause, decision_id=decision_id, fact_id=fact_id, reason=reason)

    def _upgrade(self, track: Track, day: date, kinds: set[str]) -> None:
        """Upgrade one level at a time until none applies, unless a manager lowered the level that day."""
        state = self.states.get(track.code)
        if track.upgrades == "decision" or not state or not state.level or track.code in self._lowered:
            return
        while (level := self.next_level(track, state)) is not None:
            asked = self.asked_for(level, state)
            if not asked or self._is_still_missing(self._missing.get(id(asked)), kinds):
                return
            asking = self.asking(day, day + DAY, state, lost_on=state.lost.get(level.code))
            if not self._within_reach(asked, asking):
                return
            before, findings = state.level, find(asked, asking, self.log)
            state.enter(track, level, day, grace=False)
            self._record(track, state, day, before, "upgrade", findings)

    def _is_still_missing(self, missing: Requirement | None, kinds: set[str]) -> bool:
        """Whether the last missing requirement must still be missing, because none of its activities happened."""
        if not isinstance(missing, Count | Distinct) or missing.at_least is None:
            return False
        return missing.of not in kinds

    def _within_reach(self, asked: list[Requirement], asking: Asking) -> bool:
        """Whether nothing in the list is missing. The last missing requirement is checked first."""
        missing = self._missing.get(id(asked))
        if missing is None or first_missing([missing], asking, self.log) is None:
            missing = first_missing(asked, asking, self.log)
            self._missing[id(asked)] = missing
        return missing is None

    def _review(self, track: Track, state: TrackState, day: date) -> None:
        """Keep the level for another year, or lower it (B24-3.4.1)."""
        level = track.level(state.level)
        if level is None:
            state.review_on = None
            return
        asking = self.asking(day, day, state, term_start=state.confirmed_on)
        findings = find(level.keep, asking, self.log)
        state.reviews += 1
        if all(finding.met for finding in findings):
            state.confirm(level, day)
            self._record(track, state, day, state.level, "review", findings)
            return
        before = state.level
        target, fallback = self._fall(track, level, asking)
        state.enter(track, target, day, grace=False)
        self._set_back(track, target, day, f"{track.code}/{day}")
        self._record(track, state, day, before, "review", findings, fallback)

    def _set_back(self, track: Track, level: Level | None, day: date, cause: str) -> None:
        """Adjust points after a downgrade of any cause (BPS-status2, BPS-engine5)."""
        if level and track.downgrade.points == "restart":
            restart(self.ledger, self.definition.points, track, level, day, cause=cause)

    def _fall(self, track: Track, level: Level, asking: Asking) -> tuple[Level | None, list[Finding]]:
        """The level after a failed review: one down, or the next level whose keep list is met (KKV-4.10)."""
        below = track.levels[: track.place(level.code)][::-1]
        if track.downgrade.to == "one_level":
            return (below[0] if below else None), []
        findings: list[Finding] = []
        for lower in below:
            findings = find(lower.keep, asking, self.log)
            if all(finding.met for finding in findings):
                return lower, findings
        return None, findings

    def _end_grace(self, track: Track, state: TrackState, day: date) -> None:
        """Cancel the level if the grace period ended with requirements open (B24-3.1.1b)."""
        level = track.level(state.level)
        state.grace_on = None
        if level is None or level.grace is None:
            return
        findings = find(level.grace.requires, self.asking(day, day, state), self.log)
        if not all(finding.met for finding in findings):
            before = state.level
            state.enter(track, None, day, grace=False)
            self._record(track, state, day, before, "grace", findings)
