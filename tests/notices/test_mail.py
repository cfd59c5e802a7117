"""A notice is in the inbox at once. Its emails are sent separately to each address."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from common.tenancy import bind
from notices.jobs import send_mail
from notices.models import MailChoice, Notice
from notices.operations import queue_mail, send_notices
from notices.outbox import MOST_ATTEMPTS, PAUSES, Sent
from notices.rendering import message
from tests.cast import join
from tests.notices.post import NOW, WRONG, Refusing, RefusingForGood, deliver, draft, fan_out_all, mails
from tests.races.crowd import at_once, together


def tell(partner, *drafts, email=None):
    with bind(partner.program_id):
        if email is not None:
            partner.email = email
            partner.save(update_fields=["email"])
        return send_notices(program_id=partner.program_id, drafts=drafts or [draft(partner)], now=NOW)


def choose(partner, user, mode):
    with bind(partner.program_id):
        MailChoice.objects.create(program_id=partner.program_id, user=user, mode=mode, chosen_at=NOW)


@pytest.mark.rule("B24-1.7.1")
def test_a_notice_is_stored_when_sent_and_cannot_be_changed(alpha):
    assert tell(alpha) == 1
    assert tell(alpha) == 0
    with bind(alpha.program_id):
        notice = Notice.objects.get(partner=alpha)
        assert notice.sent_at == NOW
        for change in ({"subject": "Something else"}, {"sent_at": NOW - timedelta(days=9)}, {"body": ""}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Notice.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            Notice.objects.filter(pk=notice.pk)._raw_delete("default")


@pytest.mark.rule("B24-1.7.1")
def test_emails_go_to_the_partner_and_its_people(alpha, alice, rita):
    tell(alpha, email="office@alpha.example")
    assert send_mail() == 3
    assert send_mail() == 0
    assert {message.to[0] for message in mail.outbox} == {"office@alpha.example", alice.email, rita.email}
    with bind(alpha.program_id):
        assert Notice.objects.get().mailed_at is not None


def test_an_email_greets_its_reader_by_name(alpha, alice, rita):
    alice.name, rita.name, rita.language = "Alice Moreau", "Rita Novak", "de"
    for person in (alice, rita):
        person.save()
    tell(alpha, email="office@alpha.example")
    send_mail()
    said = {message.to[0]: message.body.partition("\n")[0] for message in mail.outbox}
    assert said == {
        alice.email: "Hello Alice Moreau,",
        rita.email: "Guten Tag, Rita Novak!",
        "office@alpha.example": "Hello,",
    }


def test_removed_or_inactive_people_get_no_email(alpha, alice, rita):
    rita.is_active = False
    rita.save()
    tell(alpha)
    send_mail()
    assert [message.to for message in mail.outbox] == [[alice.email]]


def test_preferences_change_emails_but_not_the_inbox(alpha, alice, rita):
    vera = join(alpha, "Vera")
    choose(alpha, alice, "none")
    choose(alpha, rita, "digest")
    tell(alpha, email="")
    send_mail()
    assert [message.to for message in mail.outbox] == [[vera.email]]
    with bind(alpha.program_id):
        assert Notice.objects.filter(partner=alpha).count() == 1


def test_a_company_address_that_belongs_to_a_member_follows_their_preference(alpha, alice):
    choose(alpha, alice, "none")
    tell(alpha, email=f" {alice.email.upper()} ")
    assert send_mail() == 0


def test_an_address_gets_only_one_email(alpha, alice):
    tell(alpha, email=alice.email.upper())
    assert send_mail() == 1


def test_an_address_too_long_for_the_key_still_gets_email(alpha):
    tell(alpha, email=f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 50}.example")
    assert send_mail() == 1


def test_kinds_without_email_stay_in_the_inbox(alpha, alice, monkeypatch):
    monkeypatch.setattr("notices.outbox._silent", lambda homes: ["reminder"])
    tell(alpha, draft(alpha, "a"), draft(alpha, "b", kind="level"))
    assert send_mail() == 1


def test_fanning_out_twice_stores_nothing_twice(alpha, alice):
    tell(alpha, draft(alpha, "a"), draft(alpha, "b"))
    assert fan_out_all(alpha.program) == 2
    assert fan_out_all(alpha.program) == 0
    assert len(mails(alpha.program)) == 2


def test_a_failing_address_does_not_delay_or_repeat_other_emails(alpha, alice, rita):
    tell(alpha, email=WRONG)
    fan_out_all(alpha.program)
    outcomes = [deliver(alpha.program, post=Refusing()) for _ in range(4)]
    assert sorted(str(outcome) for outcome in outcomes) == ["None", "Sent.FAILED", "Sent.SENT", "Sent.SENT"]
    assert sorted(message.to[0] for message in mail.outbox) == sorted([alice.email, rita.email])
    assert deliver(alpha.program, now=NOW + PAUSES[0], post=Refusing()) is Sent.FAILED
    assert deliver(alpha.program, now=NOW + PAUSES[0] + PAUSES[1]) is Sent.SENT
    assert len(mail.outbox) == 3


def test_an_email_is_given_up_after_some_attempts_and_the_reason_names_nobody(program, alpha):
    tell(alpha, email=WRONG)
    fan_out_all(program)
    now = NOW
    for pause in (*PAUSES, timedelta(days=9)):
        assert deliver(program, now=now, post=Refusing()) is Sent.FAILED
        assert deliver(program, now=now, post=Refusing()) is None
        now += pause
    assert deliver(program, now=now) is None
    (row,) = mails(program)
    assert (row.attempts, row.sent_at, row.retry_at) == (MOST_ATTEMPTS, None, None)
    assert row.failure == "SMTPRecipientsRefused 450"


def test_a_permanently_refused_address_is_not_retried(program, alpha):
    tell(alpha, email=WRONG)
    fan_out_all(program)
    assert deliver(program, post=RefusingForGood()) is Sent.FAILED
    assert mails(program)[0].attempts == MOST_ATTEMPTS


def test_no_attempt_is_lost_while_the_server_is_down(program, alpha, alice, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    tell(alpha, email="")
    assert send_mail() == 0
    assert [(row.attempts, row.failure) for row in mails(program)] == [(0, "")]


def test_a_link_is_cleared_once_the_email_is_sent(program):
    secret = "https://bitrix24.localhost/invitations/a-secret/"
    queue_mail(program_id=program.pk, to="a@b.example", subject="S", text="T", key="k", now=NOW, link=secret)
    assert mails(program)[0].link == secret
    send_mail()
    assert secret in mail.outbox[0].body
    assert mails(program)[0].link == ""


def test_programs_take_turns_and_the_task_queues_itself_again(program, other_program, monkeypatch):
    monkeypatch.setattr("notices.jobs.TURN", 2)
    monkeypatch.setattr("notices.jobs.RUN", 6)
    asked = []
    monkeypatch.setattr("notices.jobs.knock", lambda: asked.append(1))
    for one, count in ((program, 9), (other_program, 3)):
        for n in range(count):
            queue_mail(program_id=one.pk, to=f"{n}@{one.code}.example", subject="S", text="T", key=str(n), now=NOW)
    assert send_mail() == 6
    assert asked == [1]
    sent = [message.to[0].partition("@")[2] for message in mail.outbox]
    assert sent == ["bitrix24.example"] * 2 + ["bitrix-2011.example"] * 2 + ["bitrix24.example"] * 2
    assert (send_mail(), len(mail.outbox), asked) == (6, 12, [1])
    assert (send_mail(), asked) == (0, [1])


@pytest.mark.django_db(transaction=True)
def test_email_is_sent_right_after_the_commit(alpha, alice):
    with bind(alpha.program_id):
        send_notices(program_id=alpha.program_id, drafts=[draft(alpha), draft(alpha, "b")], now=NOW)
        assert mail.outbox == []
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_a_broker_failure_does_not_affect_the_caller(alpha, alice, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("celery.canvas.Signature.apply_async", broken)
    tell(alpha)
    assert mail.outbox == []
    assert send_mail() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_after_a_rollback(alpha, alice):
    with bind(alpha.program_id):
        send_notices(program_id=alpha.program_id, drafts=[draft(alpha)], now=NOW)
        transaction.set_rollback(True)
    assert (send_mail(), mail.outbox) == (0, [])


def race(alpha, monkeypatch, members=6, workers=4):
    """Workers send pending emails. Returns the addresses, one per email sent."""
    monkeypatch.setattr("notices.wakeup.knock", lambda: None)
    for n in range(members):
        join(alpha, f"Person{n}")
    tell(alpha)
    fan_out_all(alpha.program)

    def work(n):
        while deliver(alpha.program):
            pass

    assert at_once(work, people=workers) == [None] * workers
    return sorted(message.to[0] for message in mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_email(alpha, monkeypatch):
    sent = race(alpha, monkeypatch)
    assert len(sent) == len(set(sent)) == 6


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_they_send_it_twice(alpha, monkeypatch):
    monkeypatch.setattr("django.db.models.QuerySet.select_for_update", lambda rows, **options: rows)
    monkeypatch.setattr("notices.outbox.message", together(message, people=4))
    assert len(race(alpha, monkeypatch, members=1, workers=4)) == 4


@pytest.mark.django_db(transaction=True)
def test_two_workers_fan_a_notice_out_once(alpha, alice, monkeypatch):
    monkeypatch.setattr("notices.wakeup.knock", lambda: None)
    tell(alpha, *(draft(alpha, f"k{n}") for n in range(20)))
    found = at_once(lambda n: fan_out_all(alpha.program), people=4)
    assert sum(found) == 20
    assert len(mails(alpha.program)) == 20
