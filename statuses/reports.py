"""Reports about levels: the network by country, levels over time, and the reviews that come."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import Least
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.countries import country_name
from common.moments import short_month
from programs.code_names import Names
from programs.definition import Definition
from programs.queries import revisions
from statuses.forecast import Forecast, forecasts
from statuses.models import Standing
from web.charts import Chart, stacked_bars
from web.reporting import Asked, Column, Report, Table, add_report, month_of

MOST_REVIEWS = 500  # rows with a forecast

# One row for each stretch of time on a level; changes that a later one of the same day replaced are empty stretches.
_OVER_TIME = """
WITH spans AS (
    SELECT change.to_level AS level, change."on" AS begins,
           lead(change."on") OVER (PARTITION BY change.partner_id ORDER BY change."on", change.seq, change.id) AS ends
    FROM statuses_statuschange change JOIN partners_partner partner ON partner.id = change.partner_id
    WHERE change.program_id = %(program)s AND change.track = %(track)s AND change.superseded_at IS NULL
    AND (%(country)s = '' OR partner.country = %(country)s)
)
SELECT day, level, count(*) FROM unnest(%(days)s::date[]) AS day
JOIN spans ON begins <= day AND (ends IS NULL OR ends > day)
WHERE level <> '' GROUP BY day, level
"""


def _tracks(rules: Definition) -> Sequence[tuple[str, str]]:
    return [(track.code, track.name) for track in rules.tracks]


def _levels(asked: Asked) -> dict[str, str]:
    """The names of the track's levels by code, from the lowest up."""
    return {level.code: level.name for level in asked.rules.track(asked.choice).levels}


def network(asked: Asked) -> Table:
    """Partners of today by country and level."""
    held = Standing.objects.visible_to(asked.actor).filter(
        track=asked.choice, partner__ended_on=None, **asked.narrowed(country="partner__country")
    )
    counted = held.exclude(level="").values_list("partner__country", "level").annotate(number=Count("pk"))
    levels, found = _levels(asked), defaultdict[str, Counter[str]](Counter)
    for country, level, number in counted.order_by("partner__country", "level"):
        found[country][level] += number
    columns = [Column(_("Country")), *(Column(name) for name in levels.values())]
    rows = [
        (country_name(country), *(numbers[code] for code in levels), sum(numbers.values()))
        for country, numbers in found.items()
    ]
    total = Column(_("Partners"), drawn=True)
    return Table([*columns, total], sorted(rows, key=lambda row: (-row[-1], row[0])))


def over_time(asked: Asked) -> Table:
    """Partners on each level at the end of each month; the last month counts until the last day asked for."""
    months = asked.months()
    ends = {min(_last_day(month), asked.until): month for month in months}
    given = {"program": asked.actor.program_id, "track": asked.choice, "country": asked.country, "days": list(ends)}
    found: dict[date, Counter[str]] = {month: Counter() for month in months}
    with connection.cursor() as cursor:
        cursor.execute(_OVER_TIME, given)
        for day, level, number in cursor.fetchall():
            found[ends[day]][level] = number
    levels = _levels(asked)
    columns = [Column(_("Month")), *(Column(name, drawn=True) for name in levels.values()), Column(_("Partners"))]
    rows = [(month, *(held[code] for code in levels), sum(held.values())) for month, held in found.items()]
    return Table(columns, rows, monthly=True, stacked=True, unit=_("Partners"))


def reviews(asked: Asked) -> Table:
    """Reviews and grace periods decided in the period, with what happens if nothing changes."""
    due = Q(due_on__gte=asked.since, due_on__lte=asked.until)
    standings = Standing.objects.visible_to(asked.actor).annotate(due_on=Least("review_on", "grace_on"))
    rows: list[Any] = list(
        standings.filter(due, track=asked.choice, **asked.narrowed(country="partner__country"))
        .select_related("partner")
        .order_by("due_on", "partner__name")[:MOST_REVIEWS]
    )
    coming = forecasts(rows, revisions=revisions(asked.actor.program_id or 0), known_until=asked.today)
    names = Names(asked.rules)
    columns = [
        Column(_("Partner")),
        Column(_("Decision due")),
        Column(_("Decision")),
        Column(_("Country")),
        Column(_("Level")),
        Column(_("Forecast")),
    ]
    shown = [
        (
            row.partner.name,
            row.due_on,
            _("grace period") if row.due_on == row.grace_on else _("review"),
            country_name(row.partner.country),
            names.level(row.track, row.level),
            _outcome(coming.get(row.pk), names),
        )
        for row in rows
    ]
    note = _("Only the first %(number)s are shown.") % {"number": MOST_REVIEWS} if len(rows) == MOST_REVIEWS else ""
    return Table(columns, shown, picture=_risk(asked, rows, coming), note=note)


def _risk(asked: Asked, rows: Sequence[Any], coming: dict[int, Forecast]) -> Chart | None:
    """How many decisions of each month keep the level, and how many are at risk."""
    if not rows:
        return None
    months = asked.months()
    risky, safe = Counter[date](), Counter[date]()
    for row in rows:
        found = coming.get(row.pk)
        (risky if found and found.before != found.after else safe)[month_of(row.due_on)] += 1
    series = {_("On track"): [safe[month] for month in months], _("At risk"): [risky[month] for month in months]}
    return stacked_bars([short_month(month) for month in months], series, unit=_("Reviews"))


def _outcome(found: Forecast | None, names: Names) -> str:
    if found is None or found.before == found.after:
        return _("On track")
    if not found.after:
        return _("At risk: no level")
    return _("At risk: drops to %(level)s") % {"level": names.level(found.track, found.after)}


def _last_day(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


add_report(
    Report(
        code="network",
        title=gettext_lazy("Network"),
        question=gettext_lazy("How many partners are there in each country, and on which levels?"),
        icon="public",
        place=10,
        answer=network,
        choice=gettext_lazy("Track"),
        choices=_tracks,
        period=False,
    )
)
add_report(
    Report(
        code="levels",
        title=gettext_lazy("Levels over time"),
        question=gettext_lazy("How many partners were on each level at the end of each month?"),
        icon="stacked_bar_chart",
        place=20,
        answer=over_time,
        choice=gettext_lazy("Track"),
        choices=_tracks,
    )
)
add_report(
    Report(
        code="reviews",
        title=gettext_lazy("Upcoming reviews"),
        question=gettext_lazy("Whose level is decided soon, and who is at risk?"),
        icon="event_upcoming",
        place=30,
        answer=reviews,
        choice=gettext_lazy("Track"),
        choices=_tracks,
        ahead=True,
    )
)
