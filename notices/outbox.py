"""From the inbox to the outbox, and from the outbox into the post.

A notice is *fanned out*: one row for each address that shall have it, in the statement that marks the notice. Each row
is then sent by itself while it is locked, and marked. So a process that is killed loses nothing, and repeats at most
the one mail that it had handed over and not yet marked, with the same Message-ID.
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
from partners.models import Partner
from programs.homes import Homes

BATCH = 5000
# How long to wait after the first failure, the second...; after the last the mail is given up.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720))
MOST_ATTEMPTS = len(PAUSES) + 1
DUE = Q(sent_at=None, attempts__lt=MOST_ATTEMPTS)
GIVEN_UP = Q(sent_at=None, attempts__gte=MOST_ATTEMPTS)
_PERMANENT = 500  # a mail server's answers from here on mean: do not try again

_FAN_OUT = """
WITH batch AS (
    SELECT id, partner_id, kind, subject, body, link FROM notices_notice
    WHERE program_id = %(program)s AND mailed_at IS NULL
    ORDER BY id LIMIT %(size)s FOR UPDATE SKIP LOCKED
), people AS (
    SELECT member.partner_id, lower(person.email) AS address,
           COALESCE(choice.mode, 'each') = 'each' AS wanted
    FROM partners_member member
    JOIN accounts_user person ON person.id = member.user_id AND person.is_active AND person.email <> ''
    LEFT JOIN notices_mailchoice choice ON choice.program_id = %(program)s AND choice.user_id = person.id
    WHERE member.partner_id IN (SELECT partner_id FROM batch)
), addresses AS (
    SELECT partner_id, address FROM people WHERE wanted
    UNION
    SELECT id, lower(trim(email)) FROM partners_partner partner
    WHERE id IN (SELECT partner_id FROM batch) AND trim(email) <> ''
      AND NOT EXISTS (SELECT FROM people WHERE people.partner_id = partner.id AND address = lower(trim(partner.email)))
), stored AS (
    INSERT INTO notices_mail (program_id, partner_id, key, "to", subject, text, link, language, queued_at, attempts,
                              failure)
    SELECT %(program)s, batch.partner_id,
           'notice/' || batch.id || '/' || CASE WHEN length(addresses.address) > 160
               THEN md5(addresses.address) ELSE addresses.address END,
           addresses.address, batch.subject, batch.body, batch.link, COALESCE(spoken.language, %(language)s), %(now)s,
           0, ''
    FROM batch
    JOIN addresses ON addresses.partner_id = batch.partner_id
    JOIN partners_partner partner ON partner.id = batch.partner_id
    LEFT JOIN unnest(%(countries)s::text[], %(entities)s::text[], %(languages)s::text[])
        AS spoken (country, entity, language) ON spoken.country = partner.country AND spoken.entity = partner.entity
    WHERE NOT batch.kind = ANY(%(silent)s)
    ORDER BY batch.id, addresses.address
    ON CONFLICT DO NOTHING
)
UPDATE notices_notice SET mailed_at = %(now)s WHERE id IN (SELECT id FROM batch)
"""


class Sent(Enum):
    """What became of a mail that was due."""

    SENT = "sent"
    FAILED = "failed"


def fan_out(*, homes: Homes, now: datetime) -> int:
    """Put the mails of notices that have none yet into the outbox; returns of how many notices. One batch.

    The mail goes to every active member who wants each notice, and to the partner's own address unless it is that of a
    member, who then decides. Kinds that the program does not mail stay in the inbox alone.
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
    """Whether a mail of the program is to be sent now."""
    return _due(program_id, now).exists()


def deliver_next(*, homes: Homes, post: BaseEmailBackend, now: datetime) -> Sent | None:
    """Send the oldest mail that is due, and mark it; None when none is.

    Its row stays locked until it is marked: no other worker sends it, and a killed one gives it free unmarked. One that
    fails is tried again later and holds up no other; of the failure only the kind is kept.
    """
    with transaction.atomic():
        waiting = _due(homes.program.pk, now).select_related("partner").order_by("pk")
        mail = waiting.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
        if mail is None:
            return None
        row = Mail.objects.filter(pk=mail.pk)
        try:
            post.send_messages([message(mail, homes)])
        except Exception as error:
            attempts = MOST_ATTEMPTS if _is_permanent(error) else mail.attempts + 1
            retry_at = now + PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None
            row.update(attempts=attempts, retry_at=retry_at, failure=kind_of(error))
            return Sent.FAILED
        # Where it led may be a key to something: once it is sent, nobody needs to read it here.
        row.update(attempts=mail.attempts + 1, sent_at=now, retry_at=None, failure="", link="")
    return Sent.SENT


def _due(program_id: int, now: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(DUE, Q(retry_at=None) | Q(retry_at__lte=now), program_id=program_id)


def kind_of(error: Exception) -> str:
    """A failure without what it says, which may hold addresses: its class and the mail server's code."""
    code = _code(error)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _is_permanent(error: Exception) -> bool:
    return isinstance(error, smtplib.SMTPRecipientsRefused) and _code(error) >= _PERMANENT


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min((code for code, _words in error.recipients.values()), default=0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _silent(homes: Homes) -> Sequence[str]:
    kinds = homes.rules.notices.kinds if homes.rules and homes.rules.notices else []
    return [kind.code for kind in kinds if not kind.mailed]
