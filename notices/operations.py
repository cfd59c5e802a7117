"""Stores notices and emails. Emails are sent after the commit (notices/outbox.py)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.bulk import insert_rows
from common.letters import SUBJECT_LENGTH, clean, clean_line
from common.refusals import Refused
from common.tenancy import bind
from notices.models import Mail, MailChoice, Notice, NoticeQuerySet, Reading
from notices.outbox import GIVEN_UP, MOST_ATTEMPTS
from notices.sealed import sealed_link
from notices.wakeup import wake_after_commit


class UnableToRetry(Refused):
    """The email was not given up or its content is erased, so there is nothing to retry; the message says which."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice to send. ``key`` is unique in the program, so the same notice is never sent twice.

    ``link`` is the path of the related page on the program's site. ``attached`` names a document that its emails carry
    (``notices.attachments.attachment``). ``subject`` and ``body`` are in ``language``, and ``texts`` has them in other
    languages (``notices.wording.in_every_language``).
    """

    partner_id: int
    kind: str
    key: str
    on: date
    subject: str
    body: str
    clause: str = ""
    link: str = ""
    attached: str = ""
    language: str = ""
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MailDraft:
    """One email to one address, with the arguments of ``queue_mail``."""

    to: str
    subject: str
    text: str
    key: str
    language: str = "en"
    link: str = ""
    secret_link: str = ""
    content: str = ""
    partner_id: int | None = None
    attached: str = ""  # a document that it carries (``notices.attachments.attachment``)


_COLUMNS = (
    "program_id",
    "partner_id",
    "kind",
    "key",
    "on",
    "subject",
    "body",
    "clause",
    "link",
    "attached",
    "language",
    "texts",
    "sent_at",
)
_MAIL_COLUMNS = (
    "program_id",
    "partner_id",
    "key",
    "to",
    "subject",
    "text",
    "link",
    "sealed",
    "attached",
    "language",
    "queued_at",
    "attempts",
    "failure",
)


def send_notices(*, program_id: int, drafts: Iterable[Draft], now: datetime) -> int:
    """Put notices into partners' inboxes (B24-1.7.1). Returns how many are new."""
    rows = [
        (
            program_id,
            d.partner_id,
            d.kind,
            d.key,
            d.on,
            *_cleaned(d.subject, d.body),
            d.clause,
            d.link,
            d.attached,
            d.language,
            _other_texts(d.texts) if d.texts else "{}",
            now,
        )
        for d in drafts
    ]
    if not rows:
        return 0
    wake_after_commit()
    return insert_rows("notices_notice", _COLUMNS, rows, conflict="ON CONFLICT DO NOTHING")


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
    secret_link: str = "",
    content: str = "",
    partner_id: int | None = None,
) -> bool:
    """Put an email to one address into the outbox, to be sent after the commit. Returns False if ``key`` exists.

    For people without an inbox: applicants, invited people and vendor staff. Partners get ``send_notices``. ``key`` is
    unique in the program and says what the email is about ("application/17/approved"); to send the same email again on
    purpose, use a new key. ``text`` is plain: paragraphs separated by an empty line, list items beginning with "- ".
    ``link`` is a path on the program's site or a full URL, shown as the email's button. One that lets its holder in is
    given as ``secret_link`` instead: it is stored encrypted, and cleared once the email is sent. ``content`` (of
    ``notices.sealed.seal``) has its writer complete the email when it is sent. ``language`` is the site's.
    """
    draft = MailDraft(
        to=to,
        subject=subject,
        text=text,
        key=key,
        language=language,
        link=link,
        secret_link=secret_link,
        content=content,
        partner_id=partner_id,
    )
    return queue_mails(program_id=program_id, drafts=[draft], now=now) == 1


def queue_mails(*, program_id: int, drafts: Sequence[MailDraft], now: datetime) -> int:
    """Put emails into the outbox, as ``queue_mail`` does for one. Returns how many are new.

    The outbox belongs to the whole program, so the rows are written outside the actor's row-level security.
    """
    rows = [
        (
            program_id,
            d.partner_id,
            clean_line(d.key),
            d.to.strip(),
            clean_line(d.subject)[:SUBJECT_LENGTH],
            clean(d.text).strip(),
            d.link,
            d.content or sealed_link(d.secret_link),
            d.attached,
            d.language,
            now,
            0,
            "",
        )
        for d in drafts
    ]
    if not rows:
        return 0
    wake_after_commit()
    with bind(program_id):
        return insert_rows("notices_mail", _MAIL_COLUMNS, rows, conflict="ON CONFLICT DO NOTHING")


def read_notice(*, actor: Actor, notice: Notice, now: datetime) -> None:
    """Record that the actor has read a notice; only the first time is kept. Notices count as received when sent."""
    read_notices(actor=actor, notices=Notice.objects.filter(pk=notice.pk), now=now)


def read_notices(*, actor: Actor, notices: NoticeQuerySet, now: datetime) -> int:
    """Record that the actor has read these notices. Returns how many were new to the actor.

    Only members of the partner are recorded, and only on the partner's own notices.
    """
    if actor.kind != "partner" or actor.user_id is None or actor.program_id is None or actor.partner_id is None:
        return 0
    unread = notices.filter(program_id=actor.program_id, partner_id=actor.partner_id).unread_by(actor.user_id)
    marks = [
        Reading(program_id=row.program_id, partner_id=row.partner_id, notice=row, user_id=actor.user_id, read_at=now)
        for row in unread.only("pk", "program_id", "partner_id")
    ]
    Reading.objects.bulk_create(marks, ignore_conflicts=True, batch_size=1000)
    return len(marks)


def choose_mail(*, actor: Actor, mode: str, now: datetime) -> None:
    """Choose how you get the program's email. The inbox always shows everything.

    Raises ValueError for an unknown mode, PermissionDenied for people who don't belong to the program.
    """
    if actor.kind not in ("partner", "staff") or actor.role == "blocked" or not (actor.program_id and actor.user_id):
        raise PermissionDenied("mail.choose")
    MailChoice.objects.update_or_create(
        program_id=actor.program_id, user_id=actor.user_id, defaults={"mode": MailChoice.Mode(mode), "chosen_at": now}
    )


def retry_mail(*, actor: Actor, mail: Mail, now: datetime) -> None:
    """Retry an email that was given up. Raises UnableToRetry if it was not, or if its content is erased."""
    require(actor, "mail.retry", program_id=mail.program_id)
    with bind(mail.program_id):
        # The update locks the row and checks again, so two clicks at once start only one new series of attempts.
        if not Mail.objects.filter(GIVEN_UP, pk=mail.pk, erased_at=None).update(attempts=0, retry_at=None):
            raise UnableToRetry({"": _why_not(mail)})
        note_act(
            actor=actor,
            action="mail.retry",
            subject=mail,
            summary=sentence("Had the mail “%(subject)s” tried again", subject=mail.subject),
            now=now,
            partner_id=mail.partner_id,
        )
        wake_after_commit()


def erase_mail(*, program_id: int, about: str, now: datetime) -> int:
    """Erase address and content of every email whose key begins with ``about``; what is unsent isn't sent any more.

    For people whose data are erased. Returns how many.
    """
    rows = Mail.objects.filter(program_id=program_id, key__startswith=about, erased_at=None)
    return rows.update(
        to="", subject="", text="", link="", sealed="", attempts=MOST_ATTEMPTS, retry_at=None, erased_at=now
    )


def _cleaned(subject: str, body: str) -> tuple[str, str]:
    """A subject and a text as a notice keeps them."""
    return clean_line(subject)[:SUBJECT_LENGTH], clean(body)


def _other_texts(texts: Mapping[str, tuple[str, str]]) -> str:
    return json.dumps({code: _cleaned(*text) for code, text in texts.items()}, ensure_ascii=False)


def _why_not(mail: Mail) -> str:
    if Mail.objects.filter(pk=mail.pk, erased_at=None).exists():
        return _("This email hasn't failed.")
    return _("This email is too old: its link or code has expired and was erased. Send a new one.")
