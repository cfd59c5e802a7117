"""What the inbox and the outbox hold of people."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.personal.registry import Person, hold, mention, plain
from notices.models import Mail, Notice
from notices.outbox import MOST_ATTEMPTS


def _mails(person: Person) -> QuerySet[Mail]:
    return Mail.objects.filter(program_id=person.program_id, to__iexact=person.address)


def _old(program_id: int, before: date) -> QuerySet[Mail]:
    return Mail.objects.filter(program_id=program_id, queued_at__date__lt=before).exclude(to="")


def _erase(rows: QuerySet[Mail], today: date, now: datetime) -> int:
    """Empty address and content; what is unsent isn't sent any more."""
    return rows.update(
        to="", subject="", text="", link="", sealed="", attempts=MOST_ATTEMPTS, retry_at=None, erased_at=now
    )


hold(
    Mail,
    "to subject text link sealed failure",
    code="emails",
    title=_("Emails sent"),
    rows=_mails,
    erase=_erase,
    read=lambda row: {"to": row.to, "subject": row.subject, "text": row.text, "queued": row.queued_at},
    old=_old,
    months=24,
)
mention(Mail, "key")
plain(Mail, "attached")
mention(Notice, "subject body texts key")
plain(Notice, "kind link clause attached language")
