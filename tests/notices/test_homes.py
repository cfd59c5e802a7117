"""Emails come from the partner's contracting entity, in a language of its country, with links to the right host."""

import pytest
from django.core import mail

from common.tenancy import bind
from notices.jobs import send_mail
from notices.languages import languages_of
from notices.operations import queue_mail, send_notices
from programs.homes import address
from tests.cast import admit, open_program
from tests.notices.post import NOW, draft
from tests.notices.post import homes as homes_of


@pytest.fixture
def other_program(db):
    """A program that is not open to people."""
    return open_program("bitrix-2011", people=False)


@pytest.fixture
def homes(program, settings):
    settings.ALLOWED_HOSTS = ["*"]
    return homes_of(program)


@pytest.mark.rule("B24-15.1")
@pytest.mark.parametrize(
    ("country", "entity", "host"),
    [
        ("DE", "limited", "partners.bitrix24.de"),
        ("PL", "limited", "partners.bitrix24.pl"),
        ("CY", "limited", "partners.bitrix24.eu"),
        ("US", "inc", "partners.bitrix24.com"),
        ("BR", "inc", "partners.bitrix24.com.br"),
        ("DE", "inc", "partners.bitrix24.com"),
        ("AE", "me", "partners.bitrix24.ae"),
        ("", "", "partners.bitrix24.com"),
    ],
)
def test_a_partner_is_written_to_from_a_site_of_its_entity(homes, country, entity, host):
    assert homes.site(country, entity).host == host


def test_only_hosts_of_this_portal_are_used(program, settings):
    settings.ALLOWED_HOSTS = [".localhost"]
    assert homes_of(program).site("DE", "limited").host == "bitrix24.localhost"


def test_a_program_without_rules_or_entities_still_has_a_site(other_program):
    home = homes_of(other_program)
    assert homes_of(other_program).rules.entities == []
    assert home.entity("limited") is None
    assert home.speaking("de").host == "bitrix-2011.localhost"


def test_paths_become_full_urls_on_the_site(homes, settings):
    settings.PORTAL_ADDRESS = "https://{host}"
    assert address(homes.site("US", "inc"), "/dashboard/") == "https://partners.bitrix24.com/dashboard/"
    assert address(homes.site("US", "inc"), "https://elsewhere.example/x") == "https://elsewhere.example/x"
    assert address(None, "/dashboard/") == ""


def test_each_partner_has_its_language(program, homes):
    german = admit(program, "gamma", "Gamma", country="DE", entity="limited")
    american = admit(program, "omega", "Omega", country="US", entity="inc")
    with bind(program.pk):
        found = languages_of(program, [german.pk, american.pk])
    assert found == {german.pk: "de", american.pk: "en"}


@pytest.mark.rule("B24-15.1")
def test_a_notice_is_sent_in_the_name_of_the_partners_entity(program, settings):
    settings.ALLOWED_HOSTS, settings.PORTAL_ADDRESS = ["*"], "https://{host}"
    partner = admit(program, "gamma", "Gamma", country="DE", entity="limited", email="office@gamma.example")
    with bind(program.pk):
        send_notices(program_id=program.pk, drafts=[draft(partner, link="/dashboard/")], now=NOW)
    send_mail()
    (sent,) = mail.outbox
    html = sent.alternatives[0][0]
    assert sent.reply_to == ["partners@bitrix24.eu"]
    assert sent.from_email == "Alaio Cloud Limited <portal@localhost>"
    assert "Alaio Cloud Limited" in sent.body
    assert "https://partners.bitrix24.de/dashboard/" in sent.body
    assert 'href="https://partners.bitrix24.de/dashboard/notices/mail/"' in html
    assert 'lang="de"' in html


def test_a_message_id_contains_only_the_program_and_the_key(program, other_program):
    for one in (program, other_program):
        queue_mail(program_id=one.pk, to="a@b.example", subject="S", text="T", key="same", now=NOW)
    send_mail()
    ids = {message.extra_headers["Message-ID"] for message in mail.outbox}
    assert len(ids) == 2
    assert all(one.endswith("@localhost>") and "same" not in one for one in ids)


def test_emails_to_people_without_a_partner_have_no_inbox_link(program):
    queue_mail(program_id=program.pk, to="a@b.example", subject="S", text="T", key="k", now=NOW, link="/account/")
    send_mail()
    (sent,) = mail.outbox
    assert "http://bitrix24.localhost:" in sent.body
    assert "/dashboard/notices/" not in sent.body
