"""A condition that compares a column with many numbers, which go to the database as one parameter.

Django writes a placeholder for each value of ``__in``: five thousand of them cost more than the statement.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func


class _Among(Func):
    output_field = BooleanField()

    def __init__(self, column: str, numbers: list[int]) -> None:
        super().__init__(F(column))
        self.numbers = numbers

    def as_sql(  # type: ignore[override]  # the options of a function's template say nothing here
        self, compiler: Any, connection: Any, **_options: Any
    ) -> tuple[str, list[Any]]:
        column, given = compiler.compile(self.source_expressions[0])
        return f"({column} = ANY (%s::bigint[]))", [*given, self.numbers]


def is_among(column: str, numbers: Iterable[int]) -> Func:
    """Return the condition that the column is one of the numbers, for ``filter``."""
    return _Among(column, list(numbers))
