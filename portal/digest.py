"""The morning email that lists what is waiting; people with nothing waiting get none.

Members of partners who chose the digest get their unread notices, the vendor's requests and questions about claims. The
vendor's staff get the counts from the admin, unless they turned email off.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from activities.models import Claim
from common.actor import Actor
from common.tenancy import bind
from notices.models import MailChoice
from notices.operations import MailDraft, queue_mails
from notices.rendering import DIGEST
from portal.queries.waiting import waiting
from programs.homes import Homes
from programs.models import JobRun, Program, Staff

JOB = "digest"
SHOWN = 5  # notice subjects listed; the rest are counted

_MEMBERS = """
SELECT person.id, person.email, person.language, partner.id, partner.name, partner.country, partner.entity,
       unread.number, unread.subjects, asked.number, asked.due_on, claims.number
FROM notices_mailchoice choice
JOIN accounts_user person ON person.id = choice.user_id AND person.is_active AND person.email <> ''
JOIN partners_member member ON member.user_id = person.id AND member.program_id = choice.program_id
JOIN partners_partner partner ON partner.id = member.partner_id
CROSS JOIN LATERAL (
    SELECT count(*) AS number, (array_agg(jsonb_build_array(notice.subject, notice.texts)
    ORDER BY notice.sent_at DESC, notice.id DESC))[:%(shown)s] AS subjects
    FROM notices_notice notice WHERE notice.partner_id = partner.id
    AND NOT EXISTS (SELECT FROM notices_reading WHERE notice_id = notice.id AND user_id = person.id)
) unread
CROSS JOIN LATERAL (
    SELECT count(*) AS number, min(due_on) AS due_on FROM partners_informationrequest
    WHERE partner_id = partner.id AND answered_at IS NULL AND withdrawn_at IS NULL AND partner.ended_on IS NULL
) asked
CROSS JOIN LATERAL (
    SELECT count(*) AS number FROM activities_claim
    WHERE partner_id = partner.id AND state = %(claim_asked)s AND partner.ended_on IS NULL
) claims
WHERE choice.program_id = %(program)s AND choice.mode = %(mode)s
AND unread.number + asked.number + claims.number > 0
AND NOT EXISTS (
    SELECT FROM partners_restriction block
    WHERE block.partner_id = partner.id AND block.effect = 'access'
    AND (block.user_id IS NULL OR block.user_id = person.id)
    AND block.starts_on <= %(on)s AND (block.ends_on IS NULL OR block.ends_on >= %(on)s)
    AND (block.lifted_on IS NULL OR block.lifted_on > %(on)s)
)
ORDER BY partner.id, person.id
"""


@dataclass(frozen=True)
class _Member:
    """What is waiting for one person at one partner."""

    user_id: int
    email: str
    language: str
    partner_id: int
    partner: str
    country: str
    entity: str
    unread: int
    told: Sequence[str] | None  # the subject and the texts in other languages, as JSON
    asked: int
    due_on: date | None
    claims: int

    @property
    def more(self) -> int:
        """Unread notices not listed by subject."""
        return self.unread - len(self.told or ())

    @property
    def subjects(self) -> list[str]:
        """The subjects of the latest unread notices, in the language of the email."""
        language = translation.get_language() or ""
        return [texts[language][0] if language in texts else own for own, texts in map(json.loads, self.told or ())]


def send_digests(*, program_id: int, on: date, now: datetime) -> int:
    """Queue the day's digests of a program; returns how many. Safe to repeat or run concurrently: once per day."""
    with bind(program_id):
        program = Program.objects.select_for_update(no_key=True).get(pk=program_id)
        run, _created = JobRun.objects.get_or_create(
            program=program, job=JOB, day=on, defaults={"started_at": now, "finished_at": None, "outcome": {}}
        )
        if run.finished_at is not None:
            return 0
        homes = Homes.of(program, on=on)
        drafts = [*_to_members(homes, on), *_to_staff(homes, on)]
        sent = queue_mails(program_id=program_id, drafts=drafts, now=now)
        run.finished_at, run.outcome = now, {"mails": sent}
        run.save(update_fields=["finished_at", "outcome"])
    return sent


def _to_members(homes: Homes, on: date) -> Iterator[MailDraft]:
    asked: dict[str, Any] = {
        "program": homes.program.pk,
        "mode": MailChoice.Mode.DIGEST,
        "claim_asked": Claim.State.ASKED,
        "shown": SHOWN,
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, asked)
        rows = cursor.fetchall()
    for row in rows:
        member = _Member(*row)
        language = member.language or homes.language(member.country, member.entity)
        with translation.override(language):
            words = {"program": homes.program.called, "waits": member}
            yield MailDraft(
                to=member.email,
                subject=render_to_string("portal/notices/digest_subject.txt", words),
                text=render_to_string("portal/notices/digest.txt", words),
                key=f"{DIGEST}/{on}/{member.partner_id}/{member.user_id}",
                language=language,
                link=reverse("notices:inbox" if member.unread else "partners:requests"),
                partner_id=member.partner_id,
            )


def _to_staff(homes: Homes, on: date) -> Iterator[MailDraft]:
    """One email per staff member; the counts are the program's, so they are read once for each language."""
    unwilling = MailChoice.objects.filter(program=homes.program, mode=MailChoice.Mode.NONE).values("user_id")
    staff = Staff.objects.filter(program=homes.program, user__is_active=True).exclude(user__in=unwilling)
    written: dict[str, tuple[str, str] | None] = {}
    for user_id, email, own in staff.order_by("pk").values_list("user_id", "user__email", "user__language"):
        language = own or homes.language("", "")
        if language not in written:
            written[language] = _staff_words(homes, on, language)
        if words := written[language]:
            yield MailDraft(
                to=email,
                subject=words[0],
                text=words[1],
                key=f"{DIGEST}/{on}/staff/{user_id}",
                language=language,
                link=reverse("admin:index"),
            )


def _staff_words(homes: Homes, on: date, language: str) -> tuple[str, str] | None:
    """Subject and text of the staff's email in a language; None if nothing is waiting."""
    with translation.override(language):
        system = Actor.system(homes.program.pk)
        found = waiting(system, program=homes.program, on=on, rules=homes.rules)
        waits = [one for one in found if one.count]
        if not waits:
            return None
        words = {"program": homes.program.called, "waits": waits}
        subject = render_to_string("portal/notices/digest_staff_subject.txt", words)
        return subject, render_to_string("portal/notices/digest_staff.txt", words)
