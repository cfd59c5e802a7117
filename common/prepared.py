"""Queries that the ORM writes once per process: for what every request asks before its view."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.expressions import Expression

from common.actor import Actor
from common.planned import planned

Row = TypeVar("Row", bound=models.Model)
_INSERT = "INSERT INTO {table} ({names}) VALUES ({values}) RETURNING {key}"


class Slot(Expression):
    """Stands in a prepared query for a value that is known when it runs."""

    def __init__(self, name: str, output_field: models.Field | None = None) -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return a placeholder; `Prepared` puts the value in its place."""
        return "%s", [self]


def slot(name: str) -> Any:
    """Return a `Slot` for a query's own method, which asks for a value of another type."""
    return Slot(name)


class Prepared:
    """A query of plain columns (`values_list`), with a `Slot` for each value.

    Writing the SQL takes the ORM several times as long as PostgreSQL needs to answer it. The values reach psycopg as
    they are. Columns come back as psycopg reads them, or through their field's converter if it has one.
    """

    def __init__(self, build: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self._build = build

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Run the query and return its rows. Raises KeyError if a slot has no value."""
        sql, given, converted = self._written
        with planned() as cursor:
            cursor.execute(sql, [values[each.name] if isinstance(each, Slot) else each for each in given])
            rows = cursor.fetchall()
        return [_converted(row, converted) for row in rows] if converted else rows

    def first(self, **values: Any) -> tuple[Any, ...] | None:
        """Run the query and return its first row, if there is one."""
        return next(iter(self.rows(**values)), None)

    def write(self) -> None:
        """Have the ORM write the query now, without running it. Raises EmptyResultSet if it can't have rows."""
        self._written  # noqa: B018

    @cached_property
    def _written(self) -> tuple[str, Sequence[Any], dict[int, Any]]:
        compiler = self._build().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, given = compiler.as_sql()
        fields = [column.output_field for column, _sql, _alias in compiler.select]
        return sql, given, {place: field for place, field in enumerate(fields) if hasattr(field, "from_db_value")}


def _converted(row: tuple[Any, ...], fields: dict[int, Any]) -> tuple[Any, ...]:
    values = list(row)
    for place, field in fields.items():
        values[place] = field.from_db_value(values[place], None, connection)
    return tuple(values)


class PreparedFor:
    """A prepared query of what an actor may see (`visible_to`), written once per process and kind of actor.

    ``build`` is called with an actor whose program and partner are slots.
    """

    def __init__(self, build: Callable[[Actor], models.QuerySet[Any, Any]]) -> None:
        self._build = build
        self._written: dict[str, Prepared | None] = {}

    def rows(self, actor: Actor, **values: Any) -> list[tuple[Any, ...]]:
        """Run the query for this actor and return its rows; none, without asking, for whom it has none."""
        if actor.kind not in self._written:
            self._written[actor.kind] = self._prepared(actor)
        prepared = self._written[actor.kind]
        if prepared is None:
            return []
        return prepared.rows(actor_program=actor.program_id, actor_partner=actor.partner_id, **values)

    def first(self, actor: Actor, **values: Any) -> tuple[Any, ...] | None:
        """Run the query for this actor and return its first row, if there is one."""
        return next(iter(self.rows(actor, **values)), None)

    def _prepared(self, actor: Actor) -> "Prepared | None":
        partner: Any = None if actor.partner_id is None else Slot("actor_partner")
        program: Any = Slot("actor_program")
        anyone = replace(actor, user_id=None, program_id=program, partner_id=partner)
        prepared = Prepared(lambda: self._build(anyone))
        try:
            prepared.write()
        except EmptyResultSet:
            return None
        return prepared


def insert(row: models.Model) -> None:
    """Insert a new row in one statement and give it its key, as `save` does; the SQL is written once per model."""
    fields, sql = _insertion(type(row))
    given = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _insertion(model: type[models.Model]) -> "tuple[list[models.Field[Any, Any]], str]":
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key and not field.generated]
    quote = connection.ops.quote_name
    names, values = ", ".join(quote(field.column or "") for field in fields), ", ".join(["%s"] * len(fields))
    key = quote(model._meta.pk.column or "")
    return fields, _INSERT.format(table=quote(model._meta.db_table), names=names, values=values, key=key)


@cache
def columns(model: type[models.Model], via: str = "") -> tuple[str, ...]:
    """Return the names of a model's columns, for `values_list`; ``via`` leads to the model, as in ``program__``."""
    return tuple(via + field.attname for field in model._meta.concrete_fields)


def made(model: type[Row], values: Sequence[Any]) -> Row:
    """Return the model's object for the values of `columns`."""
    return model.from_db(DEFAULT_DB_ALIAS, columns(model), list(values))
