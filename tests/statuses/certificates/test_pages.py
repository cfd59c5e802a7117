"""The public check page and the download."""

from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from statuses.certificates.identity import UnableToSign
from statuses.certificates.pages import certificates as views
from tests.cast import admit, open_program
from tests.statuses.certificates.holders import CONFIRMED, certificates, issue, stand
from tests.statuses.certificates.papers import text_of, verdict_of
from web import fonts

DOWNLOAD = reverse("statuses:certificate_download", args=["status"])
AT = "2026-09-01T10:00:00Z"


@pytest.fixture(autouse=True)
def _september():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


@pytest.fixture
def gold(alpha):
    """Alpha's certificate for gold."""
    stand(alpha, "gold")
    return issue(alpha, CONFIRMED)


def check(visit, serial, **at):
    return visit(**at).get(reverse("statuses:certificate", args=[serial]))


@pytest.mark.rule("B24-12.3")
def test_a_member_downloads_its_signed_certificate(alpha, alice, visit, tmp_path):
    stand(alpha, "gold")
    answer = visit(alice).get(DOWNLOAD)
    serial = certificates(alpha)[0].serial
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="certificate-{serial}.pdf"'
    said = text_of(answer.content)
    for fact in ("Alpha Works", "Gold", "September 1, 2026", "March 9, 2027", serial):
        assert fact in said
    assert f"http://bitrix24.localhost{reverse('statuses:certificate', args=[serial])}" in said
    assert "Signature is Valid." in verdict_of(answer.content, tmp_path)


@pytest.mark.parametrize(("language", "level"), [("en", "Silver"), ("de", "Silber"), ("ru", "Серебро")])
def test_a_certificate_names_the_level_in_the_readers_language(alpha, alice, visit, language, level):
    stand(alpha, "silver")
    client = visit(alice)
    assert level in text_of(client.get(f"{DOWNLOAD}?lang={language}").content)
    serial = certificates(alpha)[0].serial
    page = client.get(f"{reverse('statuses:certificate', args=[serial])}?lang={language}").content.decode()
    assert level in page
    assert level == "Silver" or "Silver" not in page


def test_a_second_download_is_the_same_certificate(alpha, alice, rita, visit):
    stand(alpha, "gold")
    first, second = visit(alice).get(DOWNLOAD), visit(rita).get(DOWNLOAD)
    assert text_of(first.content) == text_of(second.content)
    assert len(certificates(alpha)) == 1


def test_download_runs_few_queries(alpha, alice, visit, django_assert_max_num_queries):
    stand(alpha, "gold")
    client = visit(alice)
    client.get(DOWNLOAD)
    with django_assert_max_num_queries(19):
        client.get(DOWNLOAD)


def test_download_requires_sign_in(visit, site):
    answer = visit().get(DOWNLOAD)
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_without_a_level_the_page_says_why(alpha, alice, visit):
    answer = visit(alice).get(DOWNLOAD)
    assert answer.status_code == 409
    assert "You can download a certificate once you reach a level." in answer.content.decode()


def test_track_without_certificates_is_not_a_server_error(alpha, alice, visit):
    stand(alpha, "gold")
    answer = visit(alice).get(reverse("statuses:certificate_download", args=["enterprise"]))
    assert answer.status_code == 409
    assert "gives no certificate here" in answer.content.decode()


@pytest.mark.parametrize("trouble", [fonts.UnableToPrint("no font"), UnableToSign("no key")], ids=["font", "key"])
def test_print_failure_is_reported_and_issues_nothing(alpha, alice, visit, monkeypatch, trouble):
    def fails(*_args, **_kwargs):
        raise trouble

    stand(alpha, "gold")
    monkeypatch.setattr(views, "printed", fails)
    answer = visit(alice).get(DOWNLOAD)
    assert answer.status_code == 503
    assert "be printed right now" in answer.content.decode()
    assert str(trouble) not in answer.content.decode()
    assert certificates(alpha) == []


@pytest.mark.rule("B24-12.3")
def test_anybody_can_check_a_certificate(gold, visit):
    page = check(visit, gold.serial)
    assert page.status_code == 200
    said = page.content.decode()
    assert "genuine and valid" in said
    for fact in ("Alpha Works", "Gold", "March 10, 2026", "March 9, 2027", gold.serial):
        assert fact in said


def test_check_page_shows_only_the_certificate(gold, alpha, visit):
    """Neither the partner's current level nor anything else about it."""
    stand(alpha, "silver", date(2026, 6, 1))
    said = check(visit, gold.serial).content.decode()
    for secret in ("Silver", "June", alpha.code + "<", alpha.country + "<", alpha.currency, "EUR"):
        assert secret not in said


def test_typed_number_is_found(gold, visit):
    typed = gold.serial.replace("-", "").lower()
    assert check(visit, typed).status_code == 200
    answer = visit().get(reverse("statuses:certificate_ask"), {"serial": typed})
    assert answer["Location"] == reverse("statuses:certificate", args=[gold.serial])


def test_certificate_expires_after_its_last_day(gold, visit):
    with time_machine.travel("2027-03-09T10:00:00Z"):
        assert "genuine and valid" in check(visit, gold.serial).content.decode()
    with time_machine.travel("2027-03-10T10:00:00Z"):
        assert "it has expired" in check(visit, gold.serial).content.decode()


def test_newer_certificate_replaces_it(gold, alpha, visit):
    stand(alpha, "silver", date(2026, 6, 1))
    newer = issue(alpha, date(2026, 6, 1))
    assert "replaced by a newer certificate" in check(visit, gold.serial).content.decode()
    assert "genuine and valid" in check(visit, newer.serial).content.decode()


def test_lost_level_ends_it_without_a_newer_one(gold, alpha, visit):
    stand(alpha, "")
    assert "replaced by a newer certificate" in check(visit, gold.serial).content.decode()


@pytest.mark.rule("BSM-cert")
def test_where_certificates_are_not_withdrawn_it_is_valid_until_its_end(visit):
    program = open_program("bitrix-sm11")
    partner = admit(program, "omega", "Omega", currency="USD")
    stand(partner, "gold")
    first = issue(partner, CONFIRMED)
    stand(partner, "business", date(2026, 6, 1))
    issue(partner, date(2026, 6, 1))
    said = check(visit, first.serial, host=program.sites.first().host).content.decode()
    assert "genuine and valid" in said
    assert "Gold" in said
    with time_machine.travel("2027-03-10T10:00:00Z"):
        said = check(visit, first.serial, host=program.sites.first().host).content.decode()
    assert "it has expired" in said


@pytest.mark.parametrize("serial", ["0000-0000-0000-0000", "nonsense", "%27--", "7KQ0"])
def test_an_unknown_number_is_not_found_and_can_be_typed_again(gold, visit, serial):
    page = check(visit, serial)
    assert page.status_code == 404
    assert "<form" in page.content.decode()


def test_certificate_of_other_program_is_not_found(gold, other_site, visit):
    assert check(visit, gold.serial, host=other_site.host).status_code == 404


def test_malformed_number_shows_field_error(visit, site):
    said = visit().get(reverse("statuses:certificate_ask"), {"serial": "7KQ0"}).content.decode()
    assert "four groups of four" in said
    assert 'value="7KQ0"' in said


def test_check_runs_few_queries(gold, visit, django_assert_max_num_queries):
    check(visit, gold.serial)
    with django_assert_max_num_queries(14):
        check(visit, gold.serial)


def test_checks_are_rate_limited(gold, visit, settings):
    settings.REDIS_PATIENCE = 5  # they are open where Redis takes longer, as on a busy machine
    client = visit()
    answers = [client.get(reverse("statuses:certificate", args=["0000-0000-0000-0000"])).status_code for _ in range(61)]
    assert answers == [404] * 60 + [429]
    later = check(visit, gold.serial)
    assert later.status_code == 429
    assert int(later["Retry-After"]) > 0
    assert "Alpha Works" not in later.content.decode()
