"""A partner's track as pictures: points over time, sales against the target, and its levels as a timeline."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates import DAY, months_after, years_after, years_before
from common.moments import short_month
from statuses.engine.requirements import BEGINNING
from statuses.standing.queries import AnsweredList, TrackStanding
from statuses.standing.wording import Answer
from web.charts import Chart
from web.curves import curves
from web.timelines import Lane, Span, Timeline, timeline

BEFORE, AFTER = 12, 12  # months


def points_over_time(track: TrackStanding) -> Chart | None:
    """Active points on the same day of each month, a year back, and what is left of them in the year ahead.

    None for a partner that has no points and gets none back.
    """
    as_of, account = track.found.as_of, track.found.track.account
    days = [months_after(as_of, n) for n in range(-BEFORE, AFTER + 1)]
    posted = [each for each in track.timeline.ledger.postings if each.account == account]
    steps = [0] * (len(days) + 1)  # what comes and goes between two days
    for each in posted:
        steps[bisect_left(days, each.earned_on)] += each.points
        if each.expires_on:
            steps[bisect_left(days, each.expires_on)] -= each.points
    figures = list(accumulate(steps[:-1]))
    language = get_language()
    labels = [_month(day, language) for day in days]
    unit = _("%(account)s, on the same day of each month") % {"account": track.account}
    found = curves(labels, {track.account: figures}, unit=unit, now=BEFORE, filled=True)
    return None if found.is_empty else found


def sales_against_target(track: TrackStanding) -> tuple[str, Chart] | None:
    """Sales that count, summed up over the days that count, against what is asked; with the requirement's name.

    The level's own requirement comes before the next level's. None if neither asks for sales.
    """
    for asked in (track.term, track.target):
        for answer in _of_money(asked):
            return answer.name, _sales(track, answer)
    return None


def levels_over_time(track: TrackStanding) -> Timeline | None:
    """The levels held, one line for each from the highest down, and what is expected after the next decision."""
    changes = [each for each in track.timeline.changes if each.track == track.code]
    if not changes:
        return None
    as_of = track.found.as_of
    known = [*((each.on, each.after) for each in changes), (as_of + DAY, None)]
    spans = [(start, end, code) for (start, code), (end, _next) in pairwise(known) if code and end > start]
    due, ahead = track.found.state.due_on or years_after(as_of, 1), []
    if track.found.state.level:
        ahead.append((as_of + DAY, due, track.found.state.level))
        if track.found.outlook and track.found.outlook.after:
            ahead.append((due, years_after(due, 1), track.found.outlook.after))
    first = max(known[0][0], years_before(as_of, 5))
    lanes = [
        Lane(level.name, [*_held(spans, level.code, ahead=False), *_held(ahead, level.code, ahead=True)])
        for level in reversed(track.found.track.levels)
    ]
    last = max([as_of, *(end for _start, end, _code in ahead)])
    return timeline([lane for lane in lanes if lane.spans], first=first, last=last, today=as_of)


def _held(spans: Iterable[tuple[date, date, str]], code: str, *, ahead: bool) -> Sequence[Span]:
    words = _("expected if nothing more happens") if ahead else _("held")
    found: list[Span] = []
    for start, end, held in spans:
        if held != code:
            continue
        begun = found.pop().start if found and found[-1].end == start else start
        found.append(Span(begun, end, words, ahead=ahead))
    return found


@lru_cache(maxsize=4096)
def _month(day: date, _language: str | None) -> str:
    return short_month(day)


def _of_money(asked: AnsweredList | None) -> list[Answer]:
    """The requirements of a list that ask for a total in money, and how much."""
    found = asked.answers if asked else ()
    return [each for each in found if each.figures and each.figures.measure == "money" and each.figures.needed]


def _sales(track: TrackStanding, answer: Answer) -> Chart:
    as_of, currency = track.found.as_of, track.words.currency
    start, end = answer.days or (BEGINNING, as_of + DAY)
    if start == BEGINNING:
        start = years_before(end, 1)
    ends: list[date] = []
    n = 1
    while not ends or ends[-1] < end:
        ends.append(min(months_after(start, n), end))
        n += 1
    begins = [start, *ends[:-1]]
    figures = [
        None
        if begin > as_of
        else sum((fact.amount or Decimal(0) for fact in answer.counted if fact.on < until), Decimal(0))
        for begin, until in zip(begins, ends, strict=True)
    ]
    now = max((n for n, figure in enumerate(figures) if figure is not None), default=0)
    needed = answer.figures.needed if answer.figures and answer.figures.needed else 0
    words = _("Target: %(amount)s") % {"amount": track.words.money(Decimal(needed))}
    language = get_language()
    labels = [_month(until - DAY, language) for until in ends]
    series = {_("Sales"): figures}
    unit = _("%(currency)s, added up") % {"currency": currency}
    return curves(labels, series, unit=unit, now=now, target=(needed, words), filled=True)
