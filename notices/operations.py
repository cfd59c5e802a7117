"""Telling partners: a notice is stored when sent; its mail leaves with the next run of the mail job."""

from datetime import date, datetime

from django.core.mail import EmailMessage
from django.db import transaction

from notices.models import Notice
from partners.models import Member


def send_notice(
    *,
    program_id: int,
    partner_id: int,
    kind: str,
    key: str,
    on: date,
    subject: str,
    body: str,
    now: datetime,
    clause: str = "",
) -> bool:
    """Put a notice into a partner's inbox (B24-1.7.1); False when this ``key`` was sent before."""
    notice = Notice(
        program_id=program_id,
        partner_id=partner_id,
        kind=kind,
        key=key,
        on=on,
        subject=subject,
        body=body,
        clause=clause,
        sent_at=now,
    )
    return (
        bool(Notice.objects.bulk_create([notice], ignore_conflicts=True))
        and Notice.objects.filter(program_id=program_id, key=key, sent_at=now).exists()
    )


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
