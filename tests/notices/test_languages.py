"""Each person reads a notice, and gets its email, in their own language; notices from before have one language."""

import pytest
from django.core import mail
from django.utils.translation import gettext as _

from common.tenancy import bind
from notices.jobs import send_mail
from notices.models import MailChoice, Notice
from notices.operations import Draft, MailDraft, choose_mail, send_notices
from notices.wording import in_every_language, to_managers
from portal.digest import send_digests
from tests.cast import partner_actor
from tests.notices.post import DAY, NOW, draft

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.fixture
def told(alpha):
    """A notice of today's kind, and one from before notices had languages."""

    def write():
        return Draft(alpha.pk, "reminder", "new", DAY, _("Partner since"), _("Notices"))

    with bind(alpha.program_id):
        drafts = [in_every_language("en", write), draft(alpha, "old", subject="Told in English only")]
        send_notices(program_id=alpha.program_id, drafts=drafts, now=NOW)
        return Notice.objects.get(key="new")


def speak(person, language):
    person.language = language
    person.save(update_fields=["language"])


def test_a_notice_is_read_in_the_language_of_the_page(visit, alice, told):
    client = visit(alice)
    for language, subject in (("en", "Partner since"), ("de", "Partner seit")):
        for address in ("/dashboard/notices/", f"/dashboard/notices/{told.pk}/", "/dashboard/"):
            assert subject in client.get(f"{address}?lang={language}").content.decode(), (language, address)
    inbox = client.get("/dashboard/notices/?q=Partner+seit").content.decode()
    assert "Partner seit" in inbox
    assert "Told in English only" not in inbox
    assert "Told in English only" in client.get("/dashboard/notices/").content.decode()


def test_each_recipient_gets_the_email_in_their_own_language(alpha, alice, rita, told):
    speak(rita, "de")
    mail.outbox.clear()
    send_mail()
    subjects = {(sent.to[0], sent.subject) for sent in mail.outbox}
    assert {(alice.email, "Partner since"), (rita.email, "Partner seit")} <= subjects
    assert (rita.email, "Told in English only") in subjects


def test_a_digest_lists_notices_in_the_language_of_its_reader(alpha, alice, told, monkeypatch):
    monkeypatch.setattr("portal.digest.waiting", lambda actor, **asked: [])
    speak(alice, "de")
    with bind(alpha.program_id):
        choose_mail(actor=partner_actor(alpha, alice), mode=MailChoice.Mode.DIGEST, now=NOW)
    send_digests(program_id=alpha.program_id, on=DAY, now=NOW)
    mail.outbox.clear()
    send_mail()
    (digest,) = [sent for sent in mail.outbox if sent.to == [alice.email]]
    assert "Partner seit" in digest.body
    assert "Told in English only" in digest.body


def test_managers_get_emails_in_their_own_language(program, charlie):
    speak(charlie, "de")

    def write(person):
        return MailDraft(to=person.email, subject=_("Partner since"), text="", key="k")

    with bind(program.pk):
        (mine,) = [each for each in to_managers(program, write) if each.to == charlie.email]
    assert (mine.subject, mine.language) == ("Partner seit", "de")
