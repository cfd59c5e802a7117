"""Emails to people without an inbox go into the outbox, once per key."""

from datetime import UTC, datetime
from types import SimpleNamespace

from common.tenancy import bind, bind_actor
from notices import wakeup
from notices.models import Mail
from notices.operations import queue_mail
from tests.cast import partner_actor

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def queue(program, key="application/1/received", **changes):
    words = {"to": "ann@new.example", "subject": "Received", "text": "Thank you.\n\nWe look at it.", **changes}
    return queue_mail(program_id=program.pk, key=key, now=NOW, **words)


def outbox(program):
    with bind(program.pk):
        return list(Mail.objects.order_by("pk"))


def test_an_email_is_queued_once(program):
    assert queue(program)
    assert not queue(program, subject="Received again")
    assert queue(program, key="application/2/received")
    assert [mail.subject for mail in outbox(program)] == ["Received", "Received"]
    assert {mail.sent_at for mail in outbox(program)} == {None}


def test_two_programs_may_use_the_same_key(program, other_program):
    assert queue(program)
    assert queue(other_program)


def test_members_and_visitors_can_queue_email_they_cannot_read(program, alpha, alice):
    actor = partner_actor(alpha, alice)
    with bind_actor(actor):
        assert queue(program)
        assert not Mail.objects.exists()
    with bind(program.pk, None, None):
        assert queue(program, key="visitor/1")
        assert not Mail.objects.exists()
    assert len(outbox(program)) == 2


def test_a_subject_is_one_line_and_a_text_has_no_control_characters(program):
    queue(program, subject="Hi\r\nBcc: all@victims.example\n" + "x" * 400, text="one\x00two\r\nthree")
    (mail,) = outbox(program)
    assert mail.subject.startswith("Hi Bcc: all@victims.example x")
    assert len(mail.subject) == 300
    assert mail.text == "onetwo\nthree"


def test_a_broker_that_is_away_is_not_asked(monkeypatch):
    asked = []
    monkeypatch.setattr(wakeup, "answers", lambda: False)
    app = SimpleNamespace(conf=SimpleNamespace(task_always_eager=False), signature=asked.append)
    monkeypatch.setattr(wakeup, "current_app", app)
    wakeup.knock()
    assert asked == []
