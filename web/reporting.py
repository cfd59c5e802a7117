"""Reports: each app registers the questions that it answers, in `reports.py`. One answer is page, picture and file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Aggregate
from django.utils.formats import date_format
from django.utils.functional import Promise

from common.actor import Actor
from common.moments import short_month
from common.numbers import number
from web.bar_lists import BarList, bar_list
from web.charts import Chart, grouped_bars, stacked_bars

StrOrPromise = str | Promise
MOST_DRAWN = 24  # bars, or groups of bars
MOST_APART = 4  # pictures of one report


class Median(Aggregate):
    """The middle value of a number or a duration; NULL without any row."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asks a report, on which day, under which rules, and the filters: days from ``since`` to ``until``.

    ``rules`` are the program's `Definition` of the day (None before any are published), which this kit must not
    import. ``choice`` is one of the report's own choices, ``country`` a code; both may be empty.
    """

    actor: Actor
    today: date
    rules: Any
    time_zone: str
    since: date
    until: date
    country: str = ""
    choice: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The program's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def begins(self) -> datetime:
        """The first moment of the period."""
        return datetime.combine(self.since, time(), self.zone)

    @property
    def ends(self) -> datetime:
        """The first moment after the period."""
        return datetime.combine(self.until + timedelta(days=1), time(), self.zone)

    def months(self) -> list[date]:
        """The first day of each month that the period touches."""
        found, month = [], self.since.replace(day=1)
        while month <= self.until:
            found.append(month)
            month = next_month(month)
        return found

    def narrowed(self, **lookups: str) -> dict[str, Any]:
        """Return the lookups whose filter is set: ``narrowed(country="partner__country")``."""
        return {lookup: value for name, lookup in lookups.items() if (value := getattr(self, name))}


@dataclass(frozen=True)
class Column:
    """One column; ``unit`` stands behind its title. The picture shows those ``drawn``, totals those ``summed``."""

    title: StrOrPromise
    unit: StrOrPromise = ""
    drawn: bool = False
    digits: int = 0
    summed: bool = False

    @property
    def heading(self) -> str:
        """The title with its unit."""
        return f"{self.title} ({self.unit})" if self.unit else str(self.title)


@dataclass(frozen=True)
class Table:
    """The answer of a report: the first column names each row. A month is given by its first day.

    ``unit`` says what the picture counts, where the drawn columns don't; ``stacked`` columns are parts of a whole.
    Those drawn ``apart`` can't share an axis, such as amounts in different currencies: each has a picture of its own.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    monthly: bool = False
    stacked: bool = False
    apart: bool = False
    unit: StrOrPromise = ""
    picture: Chart | BarList | None = None  # in place of the one that the drawn columns give
    note: StrOrPromise = ""

    @property
    def head(self) -> list[str]:
        """The headings."""
        return [column.heading for column in self.columns]

    def shown(self) -> Iterator[list[tuple[str, bool]]]:
        """The rows in the reader's language; each cell with whether it is a figure."""
        for row in self.rows:
            yield [
                (self._label(value) if n == 0 else words(value, column.digits), is_figure(value) and n > 0)
                for n, (column, value) in enumerate(zip(self.columns, row, strict=True))
            ]

    def totals(self) -> list[Any]:
        """The sums of the columns that may be summed, None for the others; empty if there are none."""
        if not any(column.summed for column in self.columns):
            return []
        return [
            sum((row[n] or 0 for row in self.rows), start=0) if column.summed else None
            for n, column in enumerate(self.columns)
        ]

    def plain(self) -> Iterator[list[Any]]:
        """The rows for a spreadsheet: days as 2026-01-31, months as 2026-01."""
        for row in self.rows:
            first, *rest = row
            yield [f"{first:%Y-%m}" if self.monthly else _plain(first, 0), *map(_plain, rest, self._digits())]

    def drawing(self, code: str, title: str) -> Chart | BarList | None:
        """The picture; None when nothing can be drawn."""
        if self.picture is not None:
            return self.picture
        drawn = [n for n, column in enumerate(self.columns) if column.drawn]
        if not drawn or not self.rows:
            return None
        rows = self.rows[-MOST_DRAWN:] if self.monthly else self.rows[:MOST_DRAWN]
        if len(drawn) == 1 and not self.monthly:
            column = self.columns[drawn[0]]
            found = [(self._label(row[0]), float(row[drawn[0]] or 0)) for row in rows]
            return bar_list(code, title, str(column.unit or column.title), found, digits=column.digits)
        series = {str(self.columns[n].title): [round(row[n] or 0) for row in rows] for n in drawn}
        draw = stacked_bars if self.stacked else grouped_bars
        unit = str(self.unit or self.columns[drawn[0]].unit)
        return draw([self._label(row[0], short=True) for row in rows], series, unit=unit)

    def drawings(self, code: str, title: str) -> list[tuple[str, Chart | BarList]]:
        """The pictures with their titles: one, none, or one for each column drawn apart, at most `MOST_APART`."""
        drawn = [column for column in self.columns if column.drawn]
        if not self.apart or len(drawn) < 2:
            whole = self.drawing(code, title)
            return [(title, whole)] if whole else []
        found = []
        for one in drawn[:MOST_APART]:
            alone = replace(self, columns=[replace(each, drawn=each is one) for each in self.columns])
            if picture := alone.drawing(code, one.heading):
                found.append((one.heading, picture))
        return found

    def _digits(self) -> list[int]:
        return [column.digits for column in self.columns[1:]]

    def _label(self, value: Any, *, short: bool = False) -> str:
        if not self.monthly:
            return words(value)
        return short_month(value) if short else date_format(value, "YEAR_MONTH_FORMAT")


@dataclass(frozen=True, kw_only=True)
class Report:
    """A question about the program that staff can ask, and ``answer`` it: with one query over all its rows.

    ``records`` returns the address of the list of what was counted in the period, for the link of each month.
    ``choices`` are the report's own filter under the title ``choice``; the first is taken if none is asked for.
    ``ahead`` looks into the coming days, others look back. ``kept`` tells whether a program's rules have such rows.
    """

    code: str
    title: StrOrPromise
    question: StrOrPromise
    icon: str
    place: int
    answer: Callable[[Asked], Table]
    choice: StrOrPromise = ""
    choices: Callable[[Any], Sequence[tuple[str, StrOrPromise]]] = field(default=lambda rules: ())
    period: bool = True
    country: bool = True
    ahead: bool = False
    records: Callable[[Asked], str] | None = None
    kept: Callable[[Any], object] = field(default=lambda rules: True)

    def ask(self, asked: Asked) -> Table:
        """Answer it, with the first choice if none was made."""
        return self.answer(self._chosen(asked))

    def lists(self, asked: Asked) -> list[str]:
        """The addresses of the lists of what each month's row counts; empty for a report without them."""
        if self.records is None:
            return []
        found, asked = [], self._chosen(asked)
        for month in asked.months():
            last = next_month(month) - timedelta(days=1)
            found.append(self.records(replace(asked, since=max(month, asked.since), until=min(last, asked.until))))
        return found

    def _chosen(self, asked: Asked) -> Asked:
        offered = self.choices(asked.rules) if asked.rules else ()
        return replace(asked, choice=offered[0][0]) if not asked.choice and offered else asked


_registered: dict[str, Report] = {}


def add_report(report: Report) -> None:
    """Register a report. Raises ValueError for a code that is taken."""
    if report.code in _registered:
        raise ValueError(f"There is a report {report.code!r} already.")
    _registered[report.code] = report


def reports(rules: Any) -> list[Report]:
    """Return the reports that a program's rules have rows for; lower places come first."""
    ordered = sorted(_registered.values(), key=lambda each: each.place)
    return [each for each in ordered if rules is not None and each.kept(rules)]


def title_of(code: str) -> str:
    """The title of a report; its code if there is no such report any more."""
    return str(_registered[code].title) if code in _registered else code


def next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_of(moment: date | datetime) -> date:
    """Return the first day of the month of a day or a moment."""
    return date(moment.year, moment.month, 1)


def days(duration: Any) -> float | None:
    """Return a duration in days; None stays None."""
    return None if duration is None else duration.total_seconds() / 86400


def percent(part: int, whole: int) -> float | None:
    """Return a share in percent; None of nothing."""
    return 100 * part / whole if whole else None


def is_figure(value: Any) -> bool:
    """Whether a value is a number, or one that is missing."""
    return value is None or isinstance(value, int | float | Decimal)


def words(value: Any, digits: int = 0) -> str:
    """A value in the reader's language."""
    if value is None:
        return "–"
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, float):
        return number(value, digits)
    return number(value) if isinstance(value, int | Decimal) else str(value)


def _plain(value: Any, digits: int) -> Any:
    if isinstance(value, float):
        return Decimal(f"{value:.{digits}f}")
    return value.isoformat() if isinstance(value, date) else value
