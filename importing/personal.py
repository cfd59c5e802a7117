"""What imports hold of people: uploaded files, which are deleted after 30 days anyway."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.personal.registry import Person, hold, mention
from importing.models import ImportRun


def _naming(person: Person) -> QuerySet[ImportRun]:
    """Uploads with the person's address in a file."""
    rows = ImportRun.objects.filter(program_id=person.program_id).order_by("pk")
    sought = person.address.encode()
    found = [
        row.pk
        for row in rows.iterator(chunk_size=1)
        if sought in bytes(row.partners).lower() or sought in bytes(row.activities).lower()
    ]
    return rows.filter(pk__in=found)


def _erase(rows: QuerySet[ImportRun], today: date, now: datetime) -> int:
    return rows.update(partners=b"", activities=b"")


hold(
    ImportRun,
    "partners activities",
    code="imports",
    title=_("Uploaded files that name you"),
    rows=_naming,
    erase=_erase,
    read=lambda row: {"uploaded": row.uploaded_at},
)
mention(ImportRun, "problems outcome")
