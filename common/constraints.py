"""Recognizes which database constraint a statement violated."""

from django.db import IntegrityError


def violated(error: IntegrityError, constraint: str) -> bool:
    """Return whether the error is a violation of this constraint, of the table or raised by a trigger."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return diagnosis is not None and diagnosis.constraint_name == constraint
