"""Queries that the ORM writes once per process: for what every request asks before its view."""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.expressions import Expression

Row = TypeVar("Row", bound=models.Model)


class Slot(Expression):
    """Stands in a prepared query for a value that is known when it runs."""

    def __init__(self, name: str, output_field: models.Field | None = None) -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return a placeholder; `Prepared` puts the value in its place."""
        return "%s", [self]


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
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[each.name] if isinstance(each, Slot) else each for each in given])
            rows = cursor.fetchall()
        return [_converted(row, converted) for row in rows] if converted else rows

    def first(self, **values: Any) -> tuple[Any, ...] | None:
        """Run the query and return its first row, if there is one."""
        return next(iter(self.rows(**values)), None)

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


@cache
def columns(model: type[models.Model], via: str = "") -> tuple[str, ...]:
    """Return the names of a model's columns, for `values_list`; ``via`` leads to the model, as in ``program__``."""
    return tuple(via + field.attname for field in model._meta.concrete_fields)


def made(model: type[Row], values: Sequence[Any]) -> Row:
    """Return the model's object for the values of `columns`."""
    return model.from_db(DEFAULT_DB_ALIAS, columns(model), list(values))
