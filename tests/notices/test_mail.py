"""A notice is in the inbox when sent; its mail leaves once."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from common.tenancy import bind
from notices.models import Notice
from notices.operations import Draft, mail_next, send_notices
from notices.tasks import send_mail
from tests.races.crowd import at_once

NOW = datetime(2025, 4, 1, 8, tzinfo=UTC)
DAY = date(2025, 4, 1)


def draft(partner, key="k"):
    return Draft(partner_id=partner.pk, kind="reminder", key=key, on=DAY, subject="Still missing", body="The tutorial")


@pytest.mark.rule("B24-1.7.1")
def test_a_notice_is_stored_when_sent_and_cannot_be_changed(alpha):
    with bind(alpha.program_id):
        assert send_notices(program_id=alpha.program_id, drafts=[draft(alpha)], now=NOW) == 1
        assert send_notices(program_id=alpha.program_id, drafts=[draft(alpha)], now=NOW) == 0
        notice = Notice.objects.get(partner=alpha)
        assert notice.sent_at == NOW
        with pytest.raises(DatabaseError), transaction.atomic():
            Notice.objects.update(subject="Something else")


def test_mail_goes_to_the_partner_and_its_people(alpha, alice, rita):
    with bind(alpha.program_id):
        alpha.email = "office@alpha.example"
        alpha.save(update_fields=["email"])
        send_notices(program_id=alpha.program_id, drafts=[draft(alpha)], now=NOW)
    assert send_mail() == 1
    assert send_mail() == 0
    assert {message.to[0] for message in mail.outbox} == {"office@alpha.example", alice.email, rita.email}


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_mail_the_same_notice(alpha, alice):
    with bind(alpha.program_id):
        send_notices(program_id=alpha.program_id, drafts=[draft(alpha, f"k{n}") for n in range(6)], now=NOW)

    def work(n):
        sent = 0
        while True:
            with bind(alpha.program_id):
                if not mail_next(program_id=alpha.program_id, now=NOW):
                    return sent
            sent += 1

    found = at_once(work, people=4)
    with bind(alpha.program_id):
        assert not Notice.objects.filter(mailed_at=None).exists()
    assert sum(found) == 6
    assert len(mail.outbox) == 6
