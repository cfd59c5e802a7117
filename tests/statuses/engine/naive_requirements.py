"""What the second engine (naive.py) knows of requirements: each question looks through the whole history again."""

from datetime import date, timedelta

from programs.definition.requirements import Agreed

ONE_DAY = timedelta(days=1)


def year_before(day):
    """The same date a year before; for 29 February, 28 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return date(day.year - 1, day.month, day.day)


def text(value):
    if value is True:
        return "true"
    if value is False:
        return "false"
    return str(value) if value is not None else ""


def meant(rule, fact):
    if fact.kind != rule.of:
        return False
    for name, wanted in rule.where.items():
        wanted = wanted if isinstance(wanted, list) else [text(wanted)]
        if text(fact.attributes.get(name)) not in wanted:
            return False
    return True


class NaiveRequirements:
    """Whether requirements are met in a life (`NaiveLife`), as it is on a day."""

    def __init__(self, life):
        self.life = life

    def all_met(self, asked, track, place, day, *, opening, goal=None):
        for requirement in asked:
            if requirement.applies_from is not None and day < requirement.applies_from:
                continue
            # The current review has been counted already.
            if requirement.every_nth_review and place.reviews % requirement.every_nth_review != 0:
                continue
            if not self.met(requirement, place, day, opening, goal):
                return False
        return True

    def met(self, requirement, place, day, opening, goal):
        if requirement.kind == "points":
            return self.life.points(requirement.account, day) >= requirement.at_least
        if requirement.kind == "level":
            track = next(track for track in self.life.definition.tracks if track.code == requirement.track)
            other = self.life.places.get(track.code)
            if requirement.window == "term" and self.lost_between(track, requirement.at_least, place.confirmed_on, day):
                return False
            return self.life.height(track, other.level if other else "") >= self.life.height(
                track, requirement.at_least
            )
        last = day - ONE_DAY if opening else day
        facts = [
            fact
            for fact in self.life.history.facts
            if meant(requirement, fact) and self.in_window(requirement, fact.on, place, day, last, goal)
        ]
        if requirement.kind == "count":
            if requirement.at_most is not None:
                return len(facts) <= requirement.at_most
            return len(facts) >= requirement.at_least
        if requirement.kind == "total":
            needed = requirement.at_least
            if isinstance(needed, Agreed):
                needed = self.agreed(needed, last)
            total = sum((getattr(fact, requirement.field) or 0) for fact in facts)
            return needed is not None and total >= needed
        if requirement.kind == "distinct":
            different = []
            for fact in facts:
                who = [fact.subject if by == "subject" else text(fact.attributes.get(by)) for by in requirement.by]
                who = [part.strip().lower() for part in who]
                if all(who) and who not in different:
                    different.append(who)
            return len(different) >= requirement.at_least
        assert requirement.kind == "every_quarter"
        return self.every_quarter(facts, place.confirmed_on, last)

    def lost_between(self, track, level, first, end):
        needed = self.life.height(track, level)
        for code, on, before, after, _cause in self.life.decisions:
            fell = (
                self.life.height(track, after) < needed <= self.life.height(track, before)
                if code == track.code
                else False
            )
            if fell and first <= on < end:
                return True
        return False

    def in_window(self, requirement, on, place, day, last, goal):
        if on > last:
            return False
        if requirement.window == "year" and not on > year_before(last):
            return False
        if requirement.window == "two_years" and not on > year_before(year_before(last)):
            return False
        if requirement.window == "two_terms" and not on >= year_before(year_before(day)):
            return False
        if requirement.window == "term" and not on >= place.confirmed_on:
            return False
        if requirement.since == "level_reached" and not on > place.since:
            return False
        if requirement.since == "level_lost" and not on > place.lost[goal]:
            return False
        return not (requirement.days_before_end and on > day - requirement.days_before_end * ONE_DAY)

    def agreed(self, source, last):
        made = [fact for fact in self.life.history.facts if meant(source, fact) and fact.on <= last]
        if not made:
            return None
        newest = max(fact.on for fact in made)
        amounts = [fact.amount for fact in made if fact.on == newest and fact.amount is not None]
        return max(amounts) if amounts else None

    def every_quarter(self, facts, start, last):
        for year in range(start.year, last.year + 1):
            for first_month in (1, 4, 7, 10):
                days, day = [], date(year, first_month, 1)
                while day.month in (first_month, first_month + 1, first_month + 2) and day.year == year:
                    days.append(day)
                    day += ONE_DAY
                full = start <= days[0] and days[-1] <= last
                if full and not any(fact.on in days for fact in facts):
                    return False
        return True
