"""Finds, exports and erases what the apps hold of one person in one program (common/personal/registry.py)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from django.db import connection
from django.db.models import Model, UniqueConstraint

from common.personal.registry import DERIVED, HOLDINGS, KEPT, MENTIONS, TIES, Holding, Person, StrOrPromise
from common.personal.wording import coarse, patterns
from common.tenancy import bind

_REPLACE = "SELECT erase_mentions(%s::regclass, %s, %s, %s, %s, %s)"
_EMPTY = "SELECT erase_columns(%s::regclass, %s, %s, %s, %s, %s)"


@dataclass(frozen=True)
class Found:
    """What the program holds of a person: each holding with its rows, and how many rows each law keeps."""

    person: Person
    held: list[tuple[Holding, list[Any]]]
    kept: list[tuple[StrOrPromise, StrOrPromise, int]]

    @property
    def is_empty(self) -> bool:
        """Whether the program holds nothing that is the person's own."""
        return not self.held

    @property
    def known(self) -> set[str]:
        """Address, names and phone numbers by which others' words may mention the person."""
        found = {self.person.address}
        for holding, rows in self.held:
            if holding.known is not None:
                found |= {text for row in rows for text in holding.known(row) if text}
        return found


@dataclass
class Erased:
    """How many rows were erased, by holding, how many texts no longer mention the person, and what a law keeps."""

    rows: dict[str, int] = field(default_factory=dict)
    mentions: int = 0
    kept: dict[str, int] = field(default_factory=dict)


def find_person(program_id: int, address: str, user_id: int | None) -> Found:
    """Return what a program holds of a person."""
    alone = user_id is None or not any(tie(program_id, user_id) for tie in TIES)
    person = Person(program_id, address, user_id, alone)
    with bind(program_id):
        held = [(each, list(each.rows(person))) for each in HOLDINGS]
        found = Found(person, [(each, rows) for each, rows in held if rows], [])
        found.kept.extend(_kept(program_id, patterns(found.known)))
    return found


def export_person(found: Found) -> tuple[dict[str, list[dict[str, Any]]], dict[str, bytes]]:
    """Return everything held of a person: rows as JSON by holding, and files by name."""
    told: dict[str, list[dict[str, Any]]] = {}
    files: dict[str, bytes] = {}
    with bind(found.person.program_id):
        for holding, rows in found.held:
            told[holding.code] = [dict(_read(holding, row)) for row in rows]
            if holding.files is not None:
                for row in rows:
                    files |= {f"{holding.code}-{row.pk}-{name}": data for name, data in holding.files(row).items()}
    return told, files


def erase_person(found: Found, *, today: date, now: datetime) -> Erased:
    """Erase everything held of a person, in one transaction, and every mention by others; returns what was done."""
    done = Erased(kept={str(title): number for title, _why, number in found.kept})
    with bind(found.person.program_id):
        pattern, program_id = patterns(found.known), found.person.program_id
        for holding, rows in found.held:
            done.rows[holding.code] = _erase(holding, rows, program_id, today, now)
        done.mentions = _erase_mentions(program_id, pattern, today)
    return done


def erase_old(program_id: int, holding: Holding, before: date, *, today: date, now: datetime) -> int:
    """Erase rows of a holding that ended before a day; returns how many."""
    if holding.old is None:
        return 0
    with bind(program_id):
        rows = list(holding.old(program_id, before))
        return _erase(holding, rows, program_id, today, now) if rows else 0


def erase_mentions(program_id: int, known: Iterable[str], *, today: date) -> int:
    """Replace a person's address, full name and phone numbers in every text of the program; returns how many rows.

    For an app that erases rows of its own, such as a client's request.
    """
    with bind(program_id):
        return _erase_mentions(program_id, patterns(known), today)


def _erase(holding: Holding, rows: list[Any], program_id: int, today: date, now: datetime) -> int:
    ids = [row.pk for row in rows]
    if holding.erase is not None:
        return holding.erase(holding.model._base_manager.filter(pk__in=ids), today, now)
    key = holding.model._meta.pk
    columns = [_column(holding.model, name) for name in holding.columns]
    if not columns or key is None:
        return 0
    given = [
        holding.model._meta.db_table,
        key.column,
        ids,
        columns,
        _unique(holding.model, holding.columns),
        program_id,
    ]
    return _call(_EMPTY, given)


def _erase_mentions(program_id: int, pattern: str, today: date) -> int:
    if not pattern:
        return 0
    found = {each.touched: each.rebuild for each in DERIVED}  # several columns are made in one go
    rebuilt = {rebuild: touched(program_id, pattern) for touched, rebuild in found.items()}
    changed, token = 0, f"erased-{token_hex(4)}"
    for model, names in MENTIONS.items():
        columns = [_column(model, name) for name in names if model._meta.get_field(name).get_internal_type() != _BINARY]
        if columns and _has_program(model):
            given = [model._meta.db_table, columns, pattern, _unique(model, names), token, program_id]
            changed += _call(_REPLACE, given)
    for rebuild, ids in rebuilt.items():
        if ids:
            rebuild(program_id, ids, today)
    return changed


_BINARY = "BinaryField"


def _kept(program_id: int, pattern: str) -> Iterable[tuple[StrOrPromise, StrOrPromise, int]]:
    for kept in KEPT:
        table = connection.ops.quote_name(kept.model._meta.db_table)
        columns = [connection.ops.quote_name(_column(kept.model, name)) for name in kept.columns]
        terms = " OR ".join(f"({column}::text ~* %s AND {column}::text ~* %s)" for column in columns)
        sql = f"SELECT count(*) FROM {table} WHERE program_id = %s AND ({terms})"  # noqa: S608 - names of our own columns
        if number := _call(sql, [program_id, *[coarse(pattern), pattern] * len(columns)]):
            yield kept.title, kept.why, number


def _read(holding: Holding, row: Any) -> dict[str, Any]:
    if holding.read is not None:
        return dict(holding.read(row))
    return {name: getattr(row, name) for name in holding.columns}


def _call(sql: str, given: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return int(cursor.fetchone()[0])


def _column(model: type[Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.column)


def _unique(model: type[Model], names: Iterable[str]) -> list[str]:
    """Those of the columns that must stay different from row to row."""
    alone = {each.name for each in model._meta.concrete_fields if each.unique}
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            alone |= set(constraint.fields)
    return [_column(model, name) for name in names if name in alone]


def _has_program(model: type[Model]) -> bool:
    return any(each.column == "program_id" for each in model._meta.concrete_fields)
