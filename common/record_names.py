"""What a record is called that has no name of its own."""

from django.db.models import Model
from django.utils.text import capfirst


def record_name(row: Model) -> str:
    """Return the kind of a record and its number, such as "Meeting 12"; keys and codes say nothing to a reader."""
    return f"{capfirst(row._meta.verbose_name)} {row.pk}"
