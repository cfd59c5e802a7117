"""Telling partners: a notice is stored when sent; its mail leaves with the next run of the mail job."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import EmailMessage
from django.db import transaction

from common.bulk import insert_rows
from common.tenancy import bind
from notices.models import Notice
from notices.rendering import clean, clean_line
from partners.models import Member


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice to be sent. ``key`` is unique in the program: what was sent once is not sent again.

    ``link`` is the path of the page that it is about, on the program's site.
    """

    partner_id: int
    kind: str
    key: str
    on: date
    subject: str
    body: str
    clause: str = ""
    link: str = ""


_COLUMNS = ("program_id", "partner_id", "kind", "key", "on", "subject", "body", "clause", "link", "sent_at")
_MAIL_COLUMNS = (
    "program_id", "partner_id", "key", "to", "subject", "text", "link", "language", "queued_at", "attempts", "failure",
)  # fmt: skip


def send_notices(*, program_id: int, drafts: Iterable[Draft], now: datetime) -> int:
    """Put notices into partners' inboxes (B24-1.7.1); returns how many are new."""
    rows = [(program_id, d.partner_id, d.kind, d.key, d.on, d.subject, d.body, d.clause, d.link, now) for d in drafts]
    return insert_rows("notices_notice", _COLUMNS, rows, conflict="ON CONFLICT DO NOTHING") if rows else 0


def queue_mail(
    *,
    program_id: int,
    to: str,
    subject: str,
    text: str,
    key: str,
    now: datetime,
    language: str = "en",
    link: str = "",
    partner_id: int | None = None,
) -> bool:
    """Put one mail to one address into the outbox; it is sent after the commit. False when ``key`` is there already.

    For whoever has no inbox: applicants, invited people, the vendor's staff; partners are told by ``send_notices``.
    ``key`` is unique in the program and says what the mail is about ("application/17/approved"); a mail asked for again
    on purpose needs a key of its own. ``text`` is plain: paragraphs with an empty line between; ``link`` a path on the
    program's site or a whole https address, shown as the mail's button; ``language`` that of the site it was asked on.
    Whoever is at work, the outbox belongs to the whole program: the row is written past one partner's wall.
    """
    row = (
        program_id, partner_id, clean(key), to.strip(), clean_line(subject)[:300], clean(text).strip(), link,
        language, now, 0, "",
    )  # fmt: skip
    with bind(program_id):
        return insert_rows("notices_mail", _MAIL_COLUMNS, [row], conflict="ON CONFLICT DO NOTHING") == 1


def mail_next(*, program_id: int, now: datetime) -> bool:
    """Mail the oldest notice that has not left yet, to the partner's address and its people; False when none waits.

    The row is locked until the mail is handed over: two workers never send the same notice.
    """
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("partner")
            .filter(program_id=program_id, mailed_at=None)
            .order_by("pk")
            .first()
        )
        if notice is None:
            return False
        people = Member.objects.filter(partner_id=notice.partner_id, user__is_active=True)
        addresses = sorted({*people.values_list("user__email", flat=True), notice.partner.email} - {""})
        for address in addresses:
            EmailMessage(notice.subject, notice.body, to=[address]).send()
        Notice.objects.filter(pk=notice.pk).update(mailed_at=now)
    return True
