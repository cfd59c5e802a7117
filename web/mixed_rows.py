"""Rows of many kinds, for a page that shows a few of each: read in one statement, whatever the number of kinds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Left, TruncDate

from common.actor import Actor
from common.planned import planned
from web.statements import Statement, remembered

_COLUMNS = ("row_code", "row_key", "row_told", "row_day", "row_flag")
_TOLD = 200  # letters of a row's words


@dataclass(frozen=True)
class Row:
    """One row: its id as text, words about it, its day and a flag; empty where a kind has none."""

    key: str
    told: str
    day: date | None
    flag: bool


@dataclass(frozen=True)
class Source:
    """Rows of one kind, in their order, at most ``most`` of them.

    ``key``, ``told``, ``day`` and ``flag`` are lookups; empty for none. A moment becomes the day in the time zone
    ``zone``.
    """

    rows: QuerySet[Any]
    most: int
    key: str = "pk"
    told: str = ""
    day: str = ""
    flag: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Written:
    """A source whose statement was written before (web/statements.py); None if it can't have rows."""

    statement: Statement | None


def written(code: str, actor: Actor, about: tuple[Any, ...], source: Callable[[Actor], Source]) -> Written:
    """The source for an actor; its statement is written once for all that are alike, see `remembered`."""
    return Written(remembered(actor, (code, *about), lambda alike: _part(code, source(alike))))


def gather(sources: Mapping[str, Source | Written]) -> dict[str, list[Row]]:
    """Read the rows of every source in one statement; none without sources."""
    found: dict[str, list[Row]] = {code: [] for code in sources}
    parts = [
        part
        for code, source in sources.items()
        if (part := source.statement if isinstance(source, Written) else _part(code, source))
    ]
    if not parts:
        return found
    together = " UNION ALL ".join(f"({sql})" for sql, _given in parts)
    with planned() as cursor:
        cursor.execute(together, [value for _sql, given in parts for value in given])
        for code, key, told, day, flag in cursor.fetchall():
            found[code].append(Row(key, told, day, flag))
    return found


def _part(code: str, source: Source) -> Statement | None:
    """The statement of one source; None if it can't have rows."""
    day: Any = Cast(Value(None), DateField())
    if source.day:
        day = TruncDate(source.day, tzinfo=ZoneInfo(source.zone)) if source.zone else F(source.day)
    rows = source.rows.annotate(
        row_code=Value(code, output_field=CharField()),
        row_key=Cast(F(source.key), CharField()) if source.key else Value("", output_field=CharField()),
        row_told=Left(Cast(source.told, CharField()), _TOLD) if source.told else Value("", output_field=CharField()),
        row_day=Cast(day, DateField()),
        row_flag=Cast(F(source.flag), BooleanField())
        if source.flag
        else Value(value=False, output_field=BooleanField()),
    )
    try:
        return rows.values_list(*_COLUMNS)[: source.most].query.sql_with_params()
    except EmptyResultSet:
        return None
