"""Turns notices into outbox rows, and sends the outbox.

A notice is *fanned out*: one row per recipient, inserted in the statement that marks the notice. Each row is then
locked, sent and marked on its own. A killed process therefore loses nothing, and repeats at most the one email that it
had sent but not yet marked, with the same Message-ID.
"""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from notices.models import Mail, Notice
from notices.rendering import message
from notices.sealed import unsealed
from partners.models import Partner
from programs.homes import Homes

BATCH = 5000
# Waiting time after the first failure, the second, and so on; after the last, the email is given up.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720))
MOST_ATTEMPTS = len(PAUSES) + 1
# A lost connection says nothing about the email: it is tried again after this pause, and for this long without counting
# as an attempt. Afterwards it counts, in case it is the email that makes the server hang up.
SOON, PATIENCE = timedelta(seconds=20), timedelta(days=1)
DUE = Q(sent_at=None, attempts__lt=MOST_ATTEMPTS)
GIVEN_UP = Q(sent_at=None, attempts__gte=MOST_ATTEMPTS) & ~Q(to="")
# How long after it was queued an email that was given up keeps its encrypted content, so that staff can try it again.
# No code and no link in it works longer.
KEPT = timedelta(days=14)
_PERMANENT = 500  # SMTP codes from here on are permanent failures
_CLOSING = 421  # the server ends the connection, whatever was asked

_FAN_OUT = """
WITH batch AS (
    SELECT id, partner_id, kind, subject, body, link, attached, language, texts FROM notices_notice
    WHERE program_id = %(program)s AND mailed_at IS NULL
    ORDER BY id LIMIT %(size)s FOR UPDATE SKIP LOCKED
), people AS (
    SELECT member.partner_id, lower(person.email) AS address, person.language,
           COALESCE(choice.mode, 'each') = 'each' AS wanted
    FROM partners_member member
    JOIN accounts_user person ON person.id = member.user_id AND person.is_active AND person.email <> ''
    LEFT JOIN notices_mailchoice choice ON choice.program_id = %(program)s AND choice.user_id = person.id
    WHERE member.partner_id IN (SELECT partner_id FROM batch)
), addresses AS (
    SELECT DISTINCT ON (partner_id, address) partner_id, address, language FROM people WHERE wanted
    UNION ALL
    SELECT id, lower(trim(email)), '' FROM partners_partner partner
    WHERE id IN (SELECT partner_id FROM batch) AND trim(email) <> ''
      AND NOT EXISTS (SELECT FROM people WHERE people.partner_id = partner.id AND address = lower(trim(partner.email)))
), letters AS (
    SELECT batch.*, addresses.address,
           COALESCE(
               NULLIF(addresses.language, ''), NULLIF(batch.language, ''),
               NULLIF((SELECT person.language FROM partners_member member JOIN accounts_user person
                       ON person.id = member.user_id WHERE member.partner_id = batch.partner_id
                       AND member.role = 'main' ORDER BY member.id LIMIT 1), ''),
               spoken.language, %(language)s) AS wanted
    FROM batch
    JOIN addresses ON addresses.partner_id = batch.partner_id
    JOIN partners_partner partner ON partner.id = batch.partner_id
    LEFT JOIN unnest(%(countries)s::text[], %(entities)s::text[], %(languages)s::text[])
        AS spoken (country, entity, language) ON spoken.country = partner.country AND spoken.entity = partner.entity
    WHERE NOT batch.kind = ANY(%(silent)s)
), stored AS (
    INSERT INTO notices_mail (program_id, partner_id, key, "to", subject, text, link, attached, language, queued_at,
                              attempts, failure)
    SELECT %(program)s, partner_id,
           'notice/' || id || '/' || CASE WHEN length(address) > 160 THEN md5(address) ELSE address END,
           address, COALESCE(texts -> wanted ->> 0, subject), COALESCE(texts -> wanted ->> 1, body), link, attached,
           wanted, %(now)s, 0, ''
    FROM letters
    ORDER BY id, address
    ON CONFLICT DO NOTHING
)
UPDATE notices_notice SET mailed_at = %(now)s WHERE id IN (SELECT id FROM batch)
"""


class Sent(Enum):
    """The result of sending an email that was due."""

    SENT = "sent"
    FAILED = "failed"


def fan_out(*, homes: Homes, now: datetime) -> int:
    """Create emails for notices that have none yet, one batch. Returns the number of notices.

    Recipients are all active members who want the notice by email, and the partner's own address. If that address
    belongs to a member, the member's preference decides. Each person gets it in their own language. Kinds that the
    program does not email stay in the inbox only.
    """
    program_id = homes.program.pk
    unmailed = Notice.objects.filter(program_id=program_id, mailed_at=None)
    if not unmailed.exists():
        return 0
    places = Partner.objects.filter(program_id=program_id).order_by().values_list("country", "entity").distinct()
    spoken = [(country, entity, homes.language(country, entity)) for country, entity in places]
    countries, entities, languages = (list(column) for column in zip(*spoken, strict=True)) if spoken else ([], [], [])
    with connection.cursor() as cursor:
        cursor.execute(
            _FAN_OUT,
            {
                "program": program_id,
                "size": BATCH,
                "silent": list(_silent(homes)),
                "language": homes.language("", ""),
                "countries": countries,
                "entities": entities,
                "languages": languages,
                "now": now,
            },
        )
        return cursor.rowcount


def is_due(*, program_id: int, now: datetime) -> bool:
    """Whether the program has an email to send now."""
    return _due(program_id, now).exists()


def deliver_next(*, homes: Homes, post: BaseEmailBackend, now: datetime) -> Sent | None:
    """Send and mark the oldest email that is due, account emails first. Returns None if there is none.

    The row stays locked until it is marked, so no other worker sends it, and the lock of a killed worker is released. A
    failed email is retried later and does not hold up the others. Only the kind of failure is stored.
    """
    with transaction.atomic():
        due = _due(homes.program.pk, now)
        mail = _oldest(due.exclude(sealed="")) or _oldest(due)
        if mail is None:
            return None
        try:
            _send(mail, homes, post)
        except Exception as error:
            _note_failure(mail, error, now)
            return Sent.FAILED
        # Link and content may hold secrets, and nobody needs them after sending.
        Mail.objects.filter(pk=mail.pk).update(
            attempts=mail.attempts + 1, sent_at=now, retry_at=None, failure="", link="", sealed=""
        )
    return Sent.SENT


def erase_given_up(*, program_id: int, now: datetime) -> int:
    """Erase the encrypted content of emails that were given up, once it is of no more use. Returns how many."""
    old = Mail.objects.filter(GIVEN_UP, program_id=program_id, queued_at__lte=now - KEPT).exclude(sealed="")
    return old.update(sealed="", erased_at=now)


def _oldest(due: QuerySet[Mail]) -> Mail | None:
    """Lock the oldest email that no other worker is sending."""
    rows = due.select_related("partner").order_by("pk")
    return rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()


def _send(mail: Mail, homes: Homes, post: BaseEmailBackend) -> None:
    # A savepoint, so that an error in the database while a link is made doesn't prevent noting the failure.
    with transaction.atomic():
        email = unsealed(mail, homes) if mail.sealed else message(mail, homes)
    if email is not None:
        post.send_messages([email])


def _note_failure(mail: Mail, error: Exception, now: datetime) -> None:
    """Store when the email is tried again, or that it is given up."""
    row = Mail.objects.filter(pk=mail.pk)
    if _is_lost_connection(error) and now - mail.queued_at < PATIENCE:
        row.update(retry_at=now + SOON, failure=kind_of(error))
        return
    attempts = MOST_ATTEMPTS if _is_permanent(error) else mail.attempts + 1
    retry_at = now + PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None
    row.update(attempts=attempts, retry_at=retry_at, failure=kind_of(error))


def _due(program_id: int, now: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(DUE, Q(retry_at=None) | Q(retry_at__lte=now), program_id=program_id)


def kind_of(error: Exception) -> str:
    """The error's class and SMTP code only, because its message may contain addresses."""
    code = _code(error)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _is_lost_connection(error: Exception) -> bool:
    answered = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException)
    return _code(error) == _CLOSING if answered else isinstance(error, OSError)


def _is_permanent(error: Exception) -> bool:
    return isinstance(error, smtplib.SMTPRecipientsRefused) and _code(error) >= _PERMANENT


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((code for code, _words in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _silent(homes: Homes) -> Sequence[str]:
    kinds = homes.rules.notices.kinds if homes.rules and homes.rules.notices else []
    return [kind.code for kind in kinds if not kind.mailed]
