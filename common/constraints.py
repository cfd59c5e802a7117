"""Which rule of the database a statement broke."""

from django.db import IntegrityError


def violated(error: IntegrityError, constraint: str) -> bool:
    """Whether the statement broke the constraint of this name, be it the table's own or one that a trigger holds."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return diagnosis is not None and diagnosis.constraint_name == constraint
