"""Helpers for outbox tests: drafts, running the task, a mail server that refuses, and the rows."""

import json
import smtplib
from datetime import UTC, date, datetime

from django.core.mail.backends.locmem import EmailBackend

from common.encryption import decrypt
from common.tenancy import bind
from notices.models import Mail
from notices.operations import Draft
from notices.outbox import deliver_next, fan_out
from programs.homes import Homes

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
DAY = date(2026, 3, 1)
WRONG = "nobody@refused.example"


def draft(partner, key="k", **words):
    asked = {"subject": "Still missing", "body": "The tutorial", "kind": "reminder", **words}
    return Draft(partner_id=partner.pk, key=key, on=DAY, **asked)


def homes(program):
    with bind(program.pk):
        return Homes.of(program, on=DAY)


def fan_out_all(program, now=NOW):
    with bind(program.pk):
        return fan_out(homes=homes(program), now=now)


def deliver(program, now=NOW, post=None):
    with bind(program.pk):
        return deliver_next(homes=homes(program), post=post or EmailBackend(), now=now)


def mails(program):
    with bind(program.pk):
        return list(Mail.objects.order_by("pk"))


def secret_link(mail):
    """The link that the outbox keeps encrypted."""
    return json.loads(decrypt(mail.sealed))["values"]["link"]


class Refusing(EmailBackend):
    """A mail server that refuses one address, by default with a 4xx code."""

    code = 450

    def send_messages(self, messages):
        if any(WRONG in message.to for message in messages):
            raise smtplib.SMTPRecipientsRefused({WRONG: (self.code, b"Who is nobody@refused.example?")})
        return super().send_messages(messages)


class RefusingForGood(Refusing):
    code = 550
