"""A second engine, written only from the program documents and as simply as possible.

It runs every single day, keeps lists and rescans them for each question: no bisection, no skipped days, no running
totals. It shares no code with the engine, not even the calendar. If the two disagree, one misreads a document.
"""

from dataclasses import dataclass, field
from datetime import date

from tests.statuses.engine.naive_requirements import ONE_DAY, NaiveRequirements, meant, text, year_before


def year_after(day):
    """The day a yearly review is due; for 29 February, 28 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return date(day.year + 1, day.month, day.day)


def still_counts(earned_on, day):
    """Active on D when E <= D and E > D minus one year."""
    return year_before(day) < earned_on <= day


@dataclass
class Entry:
    """Points once earned. ``gone_from`` is set when a downgrade removes them."""

    account: str
    points: int
    on: date
    for_a_year: bool
    gone_from: date | None = None


@dataclass
class Place:
    """The partner's state on one track."""

    level: str = ""
    since: date | None = None
    confirmed_on: date | None = None
    last_day_of_grace: date | None = None
    lost: dict = field(default_factory=dict)
    reviews: int = 0
    lowered_on: date | None = None


class NaiveLife:
    """Replays day after day; ``decisions`` are tuples (track, on, before, after, cause)."""

    def __init__(self, history, revisions):
        self.history = history
        self.revisions = revisions
        self.places = {}
        self.entries = []
        self.decisions = []
        self.totals = {}
        self.levels = {}
        self.definition = None
        self.something_happened = False
        self.requirements = NaiveRequirements(self)

    def live(self, until):
        day = min([self.history.accepted_on, *(fact.on for fact in self.history.facts)])
        while day <= until:
            self.open(day)
            self.during(day)
            self.totals[day] = {account: self.points(account, day) for account in self.definition.points.accounts}
            self.levels[day] = {track: place.level for track, place in self.places.items()}
            day += ONE_DAY
        return self

    # --- the opening ---

    def open(self, day):
        in_force = [revision for revision in self.revisions.items if revision[0] <= day]
        self.definition = in_force[-1][2] if in_force else self.revisions.items[0][2]
        self.something_happened = any(start == day for start, _, _ in self.revisions.items)
        for track in self.definition.tracks:
            place = self.places.get(track.code)
            if place is None or not place.level:
                continue
            level = self.level_of(track, place.level)
            if level.review and day >= year_after(place.confirmed_on):
                self.review(track, level, place, day)
            if place.last_day_of_grace is not None and day > place.last_day_of_grace:
                self.end_grace(track, place, day)

    def review(self, track, level, place, day):
        self.something_happened = True
        place.reviews += 1
        before = place.level
        if self.requirements.all_met(level.keep, track, place, day, opening=True):
            place.confirmed_on = day
            self.decisions.append((track.code, day, before, before, "review"))
            return
        codes = [one.code for one in track.levels]
        below = [track.levels[n] for n in range(codes.index(before) - 1, -1, -1)]
        target = None
        if track.downgrade.to == "one_level":
            target = below[0] if below else None
        else:
            for lower in below:
                if self.requirements.all_met(lower.keep, track, place, day, opening=True):
                    target = lower
                    break
        self.put(track, place, target, day, first_time=False)
        self.decisions.append((track.code, day, before, place.level, "review"))

    def end_grace(self, track, place, day):
        self.something_happened = True
        place.last_day_of_grace = None
        level = self.level_of(track, place.level)
        if level.grace is None or self.requirements.all_met(level.grace.requires, track, place, day, opening=True):
            return
        before = place.level
        self.put(track, place, None, day, first_time=False)
        self.decisions.append((track.code, day, before, "", "grace"))

    # --- the day ---

    def during(self, day):
        if day == self.history.accepted_on:
            self.something_happened = True
            for track in self.definition.tracks:
                if track.entry.by == "acceptance":
                    self.admit(track, day)
        facts = [fact for fact in self.history.facts if fact.on == day]
        decisions = sorted((d for d in self.history.decisions if d.on == day), key=lambda d: d.id)
        if facts or decisions:
            self.something_happened = True
        at_opening = {code: place.level for code, place in self.places.items()}
        for fact in facts:
            self.earn(fact, at_opening)
        for decision in decisions:
            self.obey(decision)
        self.obey_activities(facts, day)
        for track in self.definition.tracks:
            self.climb(track, day)

    def admit(self, track, day):
        place = self.places[track.code] = Place()
        main = track.code == self.definition.tracks[0].code
        code = self.history.entry_level if main and self.history.entry_level else track.entry.level
        self.put(track, place, self.level_of(track, code), day, first_time=True)
        self.decisions.append((track.code, day, "", code, "acceptance"))

    def earn(self, fact, at_opening):
        for rule in self.definition.points.rules:
            if not meant(rule, fact):
                continue
            if rule.when_level and at_opening.get(rule.when_level.track) not in rule.when_level.levels:
                continue
            points = rule.points
            if rule.by:
                points = rule.values.get(text(fact.attributes.get(rule.by)), 0)
            if rule.every:
                whole = 0
                left = getattr(fact, rule.field) or 0
                step = rule.every[self.history.currency] if isinstance(rule.every, dict) else rule.every
                while left >= step:
                    left -= step
                    whole += 1
                points *= whole
            if rule.times == "quantity" and fact.quantity is not None:
                points *= fact.quantity
            for_a_year = self.definition.points.accounts[rule.account].life == "year"
            self.entries.append(Entry(rule.account, points, fact.on, for_a_year))

    def obey(self, decision):
        if decision.kind == "termination":
            for track in self.definition.tracks:
                if track.code in self.places:
                    self.move(track, "", decision.on, "termination")
            return
        for track in self.definition.tracks:
            if track.code == decision.track:
                self.move(track, decision.level, decision.on, decision.kind)

    def obey_activities(self, facts, day):
        deciding = [fact for fact in facts if self.definition.activities[fact.kind].decides_level]
        for fact in sorted(deciding, key=lambda fact: fact.id):
            track = next(track for track in self.definition.tracks if track.code == fact.attributes["track"])
            later = [other for other in deciding if other.id > fact.id]
            if all(other.attributes["track"] != track.code for other in later):
                self.move(track, fact.attributes["level"], day, "exception")

    def move(self, track, code, day, cause):
        place = self.places.setdefault(track.code, Place())
        before = place.level
        if before == "" and code == "":
            return
        target = self.level_of(track, code) if code else None
        if self.height(track, code) < self.height(track, before):
            place.lowered_on = day
        self.put(track, place, target, day, first_time=before == "")
        place.reviews = 0
        self.decisions.append((track.code, day, before, code, cause))

    def climb(self, track, day):
        place = self.places.get(track.code)
        if place is None or track.upgrades == "decision":
            return
        if place.lowered_on is not None:
            # After a manager lowered it, no automatic upgrade that day, nor before the next activity.
            if day == place.lowered_on or not self.something_happened:
                return
            place.lowered_on = None
        while place.level:
            above = self.height(track, place.level) + 1
            if above == len(track.levels):
                return
            level = track.levels[above]
            asked = level.requalify if level.code in place.lost and level.requalify is not None else level.reach
            if not asked or not self.requirements.all_met(asked, track, place, day, opening=False, goal=level.code):
                return
            before = place.level
            self.put(track, place, level, day, first_time=False)
            self.decisions.append((track.code, day, before, level.code, "upgrade"))

    # --- places ---

    def level_of(self, track, code):
        return next(level for level in track.levels if level.code == code)

    def height(self, track, code):
        return [level.code for level in track.levels].index(code) if code else -1

    def put(self, track, place, target, day, first_time):
        old, new = self.height(track, place.level), self.height(track, target.code if target else "")
        for level in track.levels:
            if new < self.height(track, level.code) <= old:
                place.lost[level.code] = day
        if old != new:
            place.since = day
            place.last_day_of_grace = None
        place.level = target.code if target else ""
        place.confirmed_on = day if target else None
        if first_time and target and target.grace:
            place.last_day_of_grace = day + target.grace.days * ONE_DAY
        if new < old and target and track.downgrade.points == "restart":
            for entry in self.entries:
                if entry.account == track.account and entry.gone_from is None:
                    entry.gone_from = day
            for_a_year = self.definition.points.accounts[track.account].life == "year"
            self.entries.append(Entry(track.account, target.starting_points, day, for_a_year))

    def points(self, account, day):
        total = 0
        for entry in self.entries:
            if entry.account != account or entry.on > day:
                continue
            if entry.gone_from is not None and entry.gone_from <= day:
                continue
            if entry.for_a_year and not still_counts(entry.on, day):
                continue
            total += entry.points
        return total
