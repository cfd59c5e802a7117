"""Reads a partner's levels on a day with their reasons, for pages, the admin and the command (issue: Explain)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from partners.models import Partner
from points.statement import EXPIRIES_SHOWN
from programs.definition import MAIN_TRACK
from programs.definition.comparison import gains
from programs.definition.revisions import Revisions
from programs.levels import LevelNames, Rung
from programs.wording import Words, directory_words
from statuses.engine import Explanation, Fact, Timeline, explain
from statuses.engine.explain import Question
from statuses.histories import histories
from statuses.standing.wording import Answer, answer

ALARM_DAYS = 30  # before a level is lost; docs/pages.md says it


@dataclass(frozen=True)
class AnsweredList:
    """A list of requirements with answers. ``kind``: reach, requalify, keep or grace."""

    kind: str
    code: str
    level: str
    answers: Sequence[Answer]
    decided_on: date | None

    @property
    def asked(self) -> list[Answer]:
        """Those that apply on the day."""
        return [answer for answer in self.answers if answer.state != "later"]

    @property
    def met(self) -> int:
        return sum(answer.state == "met" for answer in self.answers)

    @property
    def open(self) -> list[Answer]:
        """The requirements still missing."""
        return [answer for answer in self.answers if answer.state == "open"]

    @property
    def unmet(self) -> list[Answer]:
        """The requirements that are missing, and those that are asked later."""
        return [answer for answer in self.answers if answer.state != "met"]

    @property
    def done(self) -> list[Answer]:
        """The requirements that are met."""
        return [answer for answer in self.answers if answer.state == "met"]


@dataclass(frozen=True)
class Outlook:
    """The decision on a day if nothing more happens; an empty ``after`` ends the track; seen on ``seen_on``."""

    on: date
    cause: str
    before: str
    after: str
    seen_on: date

    @property
    def kept(self) -> bool:
        return self.before == self.after

    @property
    def is_near(self) -> bool:
        """Whether a loss is close enough for an alarm; before, what is missing is simply to be done."""
        return (self.on - self.seen_on).days <= ALARM_DAYS

    @property
    def last_day(self) -> date:
        """The last day that counts: the decision opens the day after it."""
        return self.on - timedelta(days=1)


@dataclass(frozen=True)
class Promotion:
    """A rise from one level to another; ``gains`` are the benefits that it adds, in words."""

    before: str
    after: str
    gains: Sequence[str]


@dataclass(frozen=True)
class Expiry:
    """Points that expire on a day."""

    on: date
    points: int


@dataclass(frozen=True)
class TrackStanding:
    """One track of one partner on one day, ready for display."""

    found: Explanation
    words: Words
    timeline: Timeline

    @cached_property
    def names(self) -> LevelNames:
        return LevelNames(self.found.track)

    @property
    def code(self) -> str:
        return self.found.track.code

    @property
    def name(self) -> str:
        return self.found.track.name

    @property
    def is_main(self) -> bool:
        return self.code == MAIN_TRACK

    @property
    def level(self) -> str:
        """The level's name; empty when the partner holds none."""
        return self.found.level.name if self.found.level else ""

    @property
    def entered(self) -> bool:
        """Whether the partner was ever on the track."""
        return self.found.state.since is not None or bool(self.found.reached_by)

    @property
    def account(self) -> str:
        """The name of the track's points account."""
        return self.timeline.definition.points.accounts[self.found.track.account].name

    @cached_property
    def ladder(self) -> list[Rung]:
        return self.names.ladder(self.found.state.level)

    @cached_property
    def target(self) -> AnsweredList | None:
        """The requirements of the next level."""
        return self._asked(self.found.target)

    @cached_property
    def term(self) -> AnsweredList | None:
        """The requirements of the next review or the end of the grace period."""
        return self._asked(self.found.term)

    @cached_property
    def outlook(self) -> Outlook | None:
        change = self.found.outlook
        if change is None:
            return None
        before, after = self.names.name(change.before), self.names.name(change.after)
        return Outlook(change.on, change.cause, before, after, seen_on=self.found.as_of)

    @cached_property
    def promotion(self) -> Promotion | None:
        """The rise of the level on the very day, with what it adds; None on any other day."""
        change = self.found.reached_by
        if change is None or change.on != self.found.as_of or not change.before or not self.found.level:
            return None
        track = self.found.track
        if track.place(change.after) <= track.place(change.before):
            return None
        added = gains(self.timeline.definition, track, change.before, change.after, directory_words())
        return Promotion(self.names.name(change.before), self.level, added)

    @cached_property
    def expiries(self) -> list[Expiry]:
        """The next days on which points of the track's account expire."""
        account, as_of = self.found.track.account, self.found.as_of
        leaving: Counter[date] = Counter()
        for posting in self.timeline.ledger.postings:
            if posting.account == account and posting.expires_on and posting.expires_on > as_of:
                leaving[posting.expires_on] += posting.points
        return [Expiry(on, points) for on, points in sorted(leaving.items()) if points][:EXPIRIES_SHOWN]

    def _asked(self, question: Question | None) -> AnsweredList | None:
        if question is None:
            return None
        answers = sorted((answer(finding, self.words) for finding in question.findings), key=_what_is_missing_first)
        return AnsweredList(question.list, question.level.code, question.level.name, answers, question.decided_on)


def _what_is_missing_first(answer: Answer) -> int:
    return ("open", "later", "met").index(answer.state)


def standing(
    *, partner: Partner, revisions: Revisions, as_of: date, level: str | None = None, what_if: Fact | None = None
) -> list[TrackStanding]:
    """Every track of a partner on a past or future day, from what is known now; one query.

    Empty before the partner was accepted. The caller binds the transaction to a reader who may see the partner.
    ``level`` asks about that level instead of the next one; KeyError when no track has it. ``what_if`` is an activity
    that is taken into account as if it had happened; nothing is stored.
    """
    row = (partner.pk, partner.accepted_on, partner.entry_level, partner.currency)
    history = histories([partner.pk], until=as_of, known=[row]).get(partner.pk)
    if history is None:
        return []
    if what_if:
        history = replace(history, facts=[*history.facts, what_if])
    found, timeline = explain(history, revisions, as_of, level=level)
    words = Words(timeline.definition, partner.currency)
    return [TrackStanding(explanation, words, timeline) for explanation in found]
