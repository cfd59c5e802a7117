"""Account emails: encrypted in the outbox, erased once sent, sent before others, and lost by no failure."""

import json
import smtplib
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from common import clock
from common.tenancy import bind
from notices.encrypted import reencrypt_mail
from notices.jobs import erase_given_up_mail, send_mail
from notices.models import Mail
from notices.operations import UnableToRetry, queue_mail, retry_mail
from notices.outbox import KEPT, MOST_ATTEMPTS, PATIENCE, SOON, Sent
from notices.sealed import add_writer
from signin.mail import queue_letter, queue_reset
from tests.cast import staff_actor
from tests.notices.post import NOW, deliver, mails, secret_link

pytestmark = pytest.mark.django_db
SECRETS = ("4F7KQ2", "/account/secret-path/", "Your code")


@pytest.fixture
def code(site):
    """`code()` queues an account email that holds a code."""

    def queue(to="nina@alpha.example", now=NOW):
        words, path, subject = "Open", SECRETS[1], f"Your code {SECRETS[0]}"
        queue_letter(site, to=to, subject=subject, text=f"Type {SECRETS[0]}", words=words, path=path, now=now)

    return queue


def stored(program) -> str:
    """The whole table as text."""
    with bind(program.pk), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(m) FROM notices_mail m")
        return json.dumps([row for (row,) in cursor.fetchall()])


def test_the_content_is_encrypted_and_erased_once_it_is_sent(program, code):
    code()
    assert not [secret for secret in SECRETS if secret in stored(program)]
    assert send_mail() == 1
    (told,) = mail.outbox
    assert told.subject == "Your code 4F7KQ2"
    assert "http://bitrix24.localhost:8000/account/secret-path/" in told.body
    (row,) = mails(program)
    assert (row.sealed, row.text, row.link, row.subject) == ("", "", "", "Account email")


def test_a_reset_link_is_made_when_it_is_sent(program, site, alice):
    alice.set_password("correct horse battery")
    alice.save()
    queue_reset(site, alice.email, now=NOW)
    assert send_mail() == 1
    assert "/account/password/reset/key/" in mail.outbox[0].body
    assert mails(program)[0].sealed == ""


def test_a_reset_for_an_unknown_address_sends_nothing_and_looks_the_same_to_staff(program, site, alice):
    for email in (alice.email, "nobody@alpha.example"):
        queue_reset(site, email, now=NOW)
    send_mail()
    assert [message.to for message in mail.outbox] == [[alice.email]]
    known, unknown = mails(program)
    same = ("subject", "text", "sealed", "attempts", "failure", "retry_at")
    assert [getattr(known, name) for name in same] == [getattr(unknown, name) for name in same]
    assert unknown.sent_at is not None


def test_the_link_is_no_secret_of_the_queue(program, site, alice, desk):
    queue_reset(site, alice.email, now=NOW)
    row = mails(program)[0]
    for address in ("/admin/notices/mail/", f"/admin/notices/mail/{row.pk}/change/"):
        page = desk.get(address).content.decode()
        assert "Account email" in page
        assert row.sealed not in page


def test_account_email_is_sent_before_other_email(program, code):
    for n in range(3):
        queue_mail(program_id=program.pk, to=f"{n}@b.example", subject="S", text="T", key=str(n), now=NOW)
    code()
    assert deliver(program) is Sent.SENT
    assert mail.outbox[0].to == ["nina@alpha.example"]


@pytest.mark.django_db(transaction=True)
def test_account_email_leaves_with_the_next_run_if_redis_is_away(program, code, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("celery.canvas.Signature.apply_async", away)
    code()
    assert mail.outbox == []
    assert send_mail() == 1


class HangingUp(EmailBackend):
    """A mail server that goes away in the middle."""

    error: OSError = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    def send_messages(self, messages):
        raise self.error


class Closing(HangingUp):
    error = smtplib.SMTPDataError(421, b"Closing")


@pytest.mark.parametrize("post", [HangingUp(), Closing()])
def test_a_lost_connection_costs_no_attempt_and_is_retried_soon(program, code, post):
    code()
    for n in range(20):
        assert deliver(program, now=NOW + n * SOON, post=post) is Sent.FAILED
    assert mails(program)[0].attempts == 0
    assert deliver(program, now=NOW + 20 * SOON) is Sent.SENT


def test_an_email_that_makes_the_server_hang_up_is_given_up_in_the_end(program, code):
    code()
    assert deliver(program, now=NOW + PATIENCE, post=HangingUp()) is Sent.FAILED
    assert mails(program)[0].attempts == 1


def test_a_run_ends_when_the_mail_server_goes_away(program, code, monkeypatch):
    post, opened = HangingUp(), []

    def open_once():
        opened.append(1)
        if len(opened) > 1:
            raise ConnectionRefusedError

    monkeypatch.setattr(post, "open", open_once)
    monkeypatch.setattr("notices.jobs.get_connection", lambda: post)
    for n in range(3):
        code(f"{n}@b.example")
    assert send_mail() == 0
    assert sorted(bool(row.failure) for row in mails(program)) == [False, False, True]


def test_a_kind_has_one_writer():
    with pytest.raises(ValueError, match="already"):
        add_writer("password reset", lambda mail, homes, values: None)


def test_unsent_account_email_changes_its_key_with_the_others(program, code, settings):
    old, new = list(settings.ENCRYPTION_KEYS), Fernet.generate_key().decode()
    code()
    settings.ENCRYPTION_KEYS = [new, *old]
    assert reencrypt_mail() == 1
    settings.ENCRYPTION_KEYS = [new]
    assert send_mail() == 1
    assert mail.outbox[0].subject == "Your code 4F7KQ2"


def test_a_secret_link_is_encrypted_and_erased_once_it_is_sent(program):
    secret = "/invitations/a-secret/"
    queue_mail(program_id=program.pk, to="a@b.example", subject="S", text="T", key="k", now=NOW, secret_link=secret)
    assert "a-secret" not in stored(program)
    assert send_mail() == 1
    assert f"http://bitrix24.localhost:8000{secret}" in mail.outbox[0].body
    (row,) = mails(program)
    assert (row.subject, row.text, row.link, row.sealed) == ("S", "T", "", "")


def given_up(program, *, age, **fields):
    with bind(program.pk):
        return Mail.objects.create(
            program=program,
            to="alice@alpha.example",
            key=f"{age}{fields}",
            queued_at=clock.now() - age,
            sealed="secret",
            **fields,
        )


def test_emails_that_were_given_up_are_erased_once_their_content_has_expired(program, charlie):
    old, over = KEPT + timedelta(minutes=1), {"attempts": MOST_ATTEMPTS}
    kept = [
        given_up(program, age=KEPT - timedelta(minutes=1), **over),
        given_up(program, age=old),  # still to be sent
        given_up(program, age=old, sent_at=NOW, **over),
    ]
    erased = given_up(program, age=old, **over)
    assert erase_given_up_mail() == 1
    assert erase_given_up_mail() == 0
    assert [row.sealed for row in mails(program)] == ["secret"] * len(kept) + [""]
    with bind(program.pk):
        erased.refresh_from_db()
    assert erased.erased_at is not None
    with pytest.raises(UnableToRetry, match="too old"):
        retry_mail(actor=staff_actor(program, charlie), mail=erased, now=clock.now())
    with bind(program.pk):
        erased.refresh_from_db()
    assert erased.attempts == MOST_ATTEMPTS


def test_links_of_a_portal_before_this_are_encrypted_by_the_migration(program):
    migration = import_module("notices.migrations.0007_secret_links")
    editor = SimpleNamespace(connection=connection)
    with bind(program.pk):
        row = Mail.objects.create(
            program=program, key="invitation/1/now", to="a@b.example", link="/invitations/x/", queued_at=NOW
        )
        other = Mail.objects.create(program=program, key="digest/1", to="a@b.example", link="/inbox/", queued_at=NOW)
        migration.seal_links(apps, editor)
        for each in (row, other):
            each.refresh_from_db()
        assert (row.link, secret_link(row)) == ("", "/invitations/x/")
        assert (other.link, other.sealed) == ("/inbox/", "")
        migration.open_links(apps, editor)
        row.refresh_from_db()
        assert (row.link, row.sealed) == ("/invitations/x/", "")
