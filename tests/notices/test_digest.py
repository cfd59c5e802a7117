"""The daily digest: open items, once a day, for people who chose it and have any."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from common.tenancy import bind
from notices.jobs import send_mail
from notices.models import MailChoice, Notice
from notices.operations import read_notices, send_notices
from partners.models import InformationRequest, Partner, Restriction
from portal.digest import send_digests
from portal.jobs import send_digests as morning_job
from portal.queries.waiting import Waiting
from programs.models import JobRun, Program
from tests.cast import join, partner_actor
from tests.notices.post import draft, mails
from tests.races.crowd import at_once

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_waits_for_the_staff(monkeypatch):
    monkeypatch.setattr("portal.digest.waiting", lambda actor, **asked: [])


def choose(partner, user, mode="digest"):
    with bind(partner.program_id):
        MailChoice.objects.update_or_create(
            program_id=partner.program_id, user=user, defaults={"mode": mode, "chosen_at": NOW}
        )


def tell(partner, *keys):
    with bind(partner.program_id):
        drafts = [draft(partner, key, subject=f"About {key}") for key in keys]
        send_notices(program_id=partner.program_id, drafts=drafts, now=NOW)


def digests(program, on=DAY):
    send_digests(program_id=program.pk, on=on, now=NOW)
    return [row for row in mails(program) if row.key.startswith(f"digest/{on}")]


def test_a_digest_lists_unread_notices_and_open_requests(program, alpha, alice, charlie):
    choose(alpha, alice)
    tell(alpha, *(f"n{n}" for n in range(7)))
    with bind(program.pk):
        asked = {"program": program, "partner": alpha, "asked_at": NOW, "asked_by": charlie}
        InformationRequest.objects.create(**asked, question="Who?", due_on=date(2026, 3, 5))
        InformationRequest.objects.create(**asked, question="Why?", due_on=date(2026, 3, 4))
    (one,) = digests(program)
    assert one.to == alice.email
    assert "Alpha Works" in one.subject
    assert [n for n in range(7) if f"- About n{n}" in one.text] == [2, 3, 4, 5, 6]
    assert "and 2 more" in one.text
    assert "2 questions, the first by March 4, 2026" in one.text


def test_no_email_without_open_items(program, alpha, alice):
    choose(alpha, alice)
    assert digests(program) == []
    tell(alpha, "one")
    with bind(program.pk):
        read_notices(actor=partner_actor(alpha, alice), notices=Notice.objects.all(), now=NOW)
    assert digests(program, DAY + timedelta(days=1)) == []


def test_people_who_chose_the_digest_get_it_instead_of_single_emails(program, alpha, alice, rita):
    vera = join(alpha, "Vera")
    choose(alpha, alice)
    choose(alpha, rita, "none")
    tell(alpha, "one")
    send_mail()
    assert [message.to for message in mail.outbox] == [[vera.email]]
    assert [row.to for row in digests(program)] == [alice.email]


def test_a_digest_is_sent_once_a_day_and_repeated_the_next_morning(program, alpha, alice):
    choose(alpha, alice)
    tell(alpha, "one")
    assert len(digests(program)) == 1
    assert send_digests(program_id=program.pk, on=DAY, now=NOW) == 0
    assert len(digests(program, DAY + timedelta(days=1))) == 1
    assert len(mails(program)) == 2
    with bind(program.pk):
        assert JobRun.objects.get(job="digest", day=DAY).outcome == {"mails": 1}


def test_blocked_people_get_no_digest_and_former_partners_only_their_notices(program, alpha, beta, alice, bob):
    for partner, user in ((alpha, alice), (beta, bob)):
        choose(partner, user)
        tell(partner, "one" if partner == alpha else "two")
    with bind(program.pk):
        Restriction.objects.create(
            program=program,
            partner=alpha,
            effect="access",
            user=alice,
            starts_on=DAY,
            ends_on=DAY,
            reason="x",
            set_at=NOW,
        )
        InformationRequest.objects.create(
            program=program, partner=beta, question="Who?", due_on=DAY, asked_at=NOW, asked_by=bob
        )
        Partner.objects.filter(pk=beta.pk).update(ended_on=DAY)
    (one,) = digests(program)
    assert one.to == bob.email
    assert "question" not in one.text
    assert [row.to for row in digests(program, DAY + timedelta(days=1))] == [alice.email, bob.email]


def test_staff_get_a_digest_unless_they_turned_email_off(program, alpha, charlie, monkeypatch):
    found = [
        Waiting("Claims", "oldest of March 1", 3, "/admin/y/", "i", urgent=True),
        Waiting("Reviews", "within 30 days", 2, "/admin/x/", "i"),
        Waiting("Applications", "", 0, "/admin/z/", "i"),
    ]
    monkeypatch.setattr("portal.digest.waiting", lambda actor, **asked: found)
    (one,) = digests(program)
    assert one.to == charlie.email
    assert one.text.index("- Claims: 3 (oldest of March 1)") < one.text.index("- Reviews: 2")
    assert "Applications" not in one.text
    choose(alpha, charlie, "none")
    assert digests(program, DAY + timedelta(days=1)) == []


def test_staff_counts_match_the_admin_home(program, charlie, monkeypatch):
    monkeypatch.undo()
    Program.objects.update(opened_on=DAY - timedelta(days=3))
    (one,) = digests(program)
    assert "Missed daily runs: 3" in one.text
    send_mail()
    assert "/admin/" in mail.outbox[0].body


def test_a_digest_has_a_link_to_turn_it_off(program, alpha, alice):
    choose(alpha, alice)
    tell(alpha, "one")
    digests(program)
    send_mail()
    (sent,) = [message for message in mail.outbox if message.to == [alice.email]]
    assert "/dashboard/notices/mail/" in sent.body


def test_the_task_waits_for_the_morning_of_each_program(program, other_program, alpha, alice, delta, dora):
    Program.objects.filter(pk=other_program.pk).update(time_zone="Pacific/Auckland")
    Program.objects.filter(pk=program.pk).update(time_zone="Europe/Berlin")
    for partner, user in ((alpha, alice), (delta, dora)):
        choose(partner, user)
        tell(partner, "one")
    with time_machine.travel(datetime(2026, 3, 2, 5, 59, tzinfo=UTC), tick=False):
        assert morning_job() == 1
        assert [row.to for row in mails(other_program)] == [dora.email]
    with time_machine.travel(datetime(2026, 3, 2, 6, tzinfo=UTC), tick=False):
        assert morning_job() == 1
        assert morning_job() == 0


def test_a_failing_program_does_not_hold_up_the_others(program, other_program, delta, dora, monkeypatch):
    choose(delta, dora)
    tell(delta, "one")

    def breaks(actor, *, program, **asked):
        if program.code == "bitrix24":
            raise ArithmeticError
        return []

    monkeypatch.setattr("portal.digest.waiting", breaks)
    from tests.cast import hire

    hire(program, "Paul")
    with time_machine.travel(datetime(2026, 3, 2, 20, tzinfo=UTC), tick=False), pytest.raises(ExceptionGroup):
        morning_job()
    assert len(mails(other_program)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one_digest(program, alpha, alice, monkeypatch):
    monkeypatch.setattr("notices.wakeup.knock", lambda: None)
    choose(alpha, alice)
    tell(alpha, "one")
    found = at_once(lambda n: send_digests(program_id=program.pk, on=DAY, now=NOW), people=4)
    assert sorted(found) == [0, 0, 0, 1]
    assert len([row for row in mails(program) if row.key.startswith("digest/")]) == 1
