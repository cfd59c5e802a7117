"""The outbox in the admin: delivery status, and retrying emails that were given up."""

import pytest

from accounts.models import AuditEntry
from common.tenancy import bind
from notices.models import Mail
from notices.outbox import MOST_ATTEMPTS
from tests.careers import NOON

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
SECRET = "https://bitrix24.localhost/invitations/a-secret/"


@pytest.fixture
def mail(program):
    def mail(key, **fields):
        with bind(program.pk):
            return Mail.objects.create(
                program=program,
                key=key,
                to=f"{key}@b.example",
                subject=f"Mail {key}",
                text="T",
                link=SECRET,
                queued_at=NOON,
                **fields,
            )

    return mail


def test_the_list_shows_the_status_of_each_email(desk, mail):
    mail("one")
    mail("two", attempts=2, failure="SMTPRecipientsRefused 450", retry_at=NOON)
    mail("three", attempts=MOST_ATTEMPTS, failure="SMTPRecipientsRefused 550")
    mail("four", attempts=1, sent_at=NOON)
    for state, key in (("waits", "one"), ("again", "two"), ("given_up", "three"), ("sent", "four")):
        page = desk.get(f"/admin/notices/mail/?state={state}").content.decode()
        assert [name for name in ("one", "two", "three", "four") if f"Mail {name}" in page] == [key]
    assert "Mail two" in desk.get("/admin/notices/mail/?q=two@b.example").content.decode()


def test_links_in_emails_are_not_shown(desk, mail):
    row = mail("one")
    for address in ("/admin/notices/mail/", f"/admin/notices/mail/{row.pk}/change/"):
        assert "a-secret" not in desk.get(address).content.decode()


def test_an_abandoned_email_can_be_retried_once(desk, mail, program, charlie):
    row = mail("one", attempts=MOST_ATTEMPTS, failure="SMTPRecipientsRefused 550")
    address = f"/admin/notices/mail/{row.pk}/again/"
    assert desk.get(address).status_code == 200
    assert desk.post(address).status_code == 302
    assert "failed" in desk.post(address).content.decode()
    with bind(program.pk):
        row.refresh_from_db()
        (entry,) = AuditEntry.objects.filter(action="mail.retry")
    assert (row.attempts, row.sent_at) == (0, None)
    assert (entry.user_id, entry.subject_id) == (charlie.pk, row.pk)
