"""One certificate per confirmed level, reused until its content changes."""

from datetime import date

import pytest

from common.tenancy import bind
from partners.models import Partner
from statuses.certificates.operations import UnableToIssueCertificate
from tests.cast import admit, open_program, partner_actor
from tests.statuses.certificates.holders import CONFIRMED, ON, certificates, confirm, issue, stand

NEXT_YEAR = date(2027, 3, 10)


@pytest.mark.rule("B24-12.3")
def test_an_approved_partner_gets_its_certificate(alpha):
    stand(alpha, "gold")
    certificate = issue(alpha)
    assert (certificate.holder, certificate.level_name, certificate.clause) == ("Alpha Works", "Gold", "B24-12.3")
    assert (certificate.issued_on, certificate.valid_until) == (ON, date(2027, 3, 9))


@pytest.mark.rule("B24-12.3")
def test_every_level_has_one(alpha):
    for level in ("bronze", "silver", "gold"):
        stand(alpha, level)
        assert issue(alpha).level == level


def test_certificate_is_reused_while_nothing_changes(alpha):
    stand(alpha, "silver")
    assert {issue(alpha, on).serial for on in (CONFIRMED, ON, date(2027, 3, 9))} == {certificates(alpha)[0].serial}
    assert len(certificates(alpha)) == 1


def test_read_only_member_can_download_it(alpha, rita):
    stand(alpha, "silver")
    assert issue(alpha, actor=partner_actor(alpha, rita, "readonly")).holder == "Alpha Works"


@pytest.mark.parametrize(
    "change",
    [
        lambda partner: stand(partner, "gold", date(2026, 6, 1)),
        lambda partner: confirm(partner, date(2026, 6, 1)),
        lambda partner: _rename(partner, "Alpha Works Ltd"),
    ],
    ids=["level", "confirmation", "company name"],
)
def test_changed_content_replaces_it(alpha, change):
    stand(alpha, "silver")
    issue(alpha)
    change(alpha)
    later = date(2026, 6, 2)
    new = issue(alpha, later)
    old, current = certificates(alpha)
    assert old.replaced_on == later
    assert current.replaced_on is None
    assert current.serial == new.serial != old.serial


@pytest.mark.rule("BPS-status3")
def test_a_kept_review_renews_it_for_a_year(delta):
    stand(delta, "certified")
    assert issue(delta).valid_until == date(2027, 3, 9)
    confirm(delta, NEXT_YEAR)
    renewed = issue(delta, NEXT_YEAR)
    assert (renewed.issued_on, renewed.valid_until) == (NEXT_YEAR, date(2028, 3, 9))


@pytest.mark.rule("BPS-status3")
def test_level_without_review_is_renewed(delta):
    stand(delta, "business", reviewed=False)
    assert issue(delta).valid_until == date(2027, 3, 9)
    assert issue(delta, NEXT_YEAR).valid_until == date(2028, 3, 9)
    assert len(certificates(delta)) == 2


@pytest.mark.rule("BPS-status3")
def test_a_lost_level_is_not_renewed(delta):
    stand(delta, "certified")
    issue(delta)
    stand(delta, "business", NEXT_YEAR, reviewed=False)
    assert issue(delta, NEXT_YEAR).level == "business"


def test_issued_certificate_never_changes(alpha):
    stand(alpha, "silver")
    before = issue(alpha)
    stand(alpha, "gold", date(2026, 6, 1))
    issue(alpha, date(2026, 6, 1))
    old = certificates(alpha)[0]
    for field in ("serial", "holder", "level", "level_name", "issued_on", "valid_until", "clause"):
        assert getattr(old, field) == getattr(before, field)


def test_without_a_level_there_is_none(alpha):
    with pytest.raises(UnableToIssueCertificate, match="once you reach a level"):
        issue(alpha)
    stand(alpha, "")
    with pytest.raises(UnableToIssueCertificate, match="once you reach a level"):
        issue(alpha)


@pytest.mark.parametrize("track", ["enterprise", "nonsense"])
def test_track_without_certificates_shows_error(alpha, track):
    stand(alpha, "gold")
    with pytest.raises(UnableToIssueCertificate, match="gives no certificate"):
        issue(alpha, track=track)


@pytest.mark.rule("KKV-4.3", "KKV-4.4")
@pytest.mark.django_db
def test_a_competence_has_its_own():
    partner = admit(open_program("1c-bitrix-kz"), "zeta", "Зета", currency="USD")
    stand(partner, "base", track="enterprise")
    certificate = issue(partner, track="enterprise")
    assert (certificate.level_name, certificate.valid_until) == ("Base", date(2027, 3, 9))
    with pytest.raises(UnableToIssueCertificate):
        issue(partner)


def test_certificate_of_other_partner_is_not_found(alpha, beta, bob):
    stand(alpha, "gold")
    with bind(alpha.program_id, beta.pk), pytest.raises(Partner.DoesNotExist):
        issue(alpha, actor=partner_actor(beta, bob))
    assert certificates(alpha) == []


def _rename(partner, name):
    with bind(partner.program_id):
        Partner.objects.filter(pk=partner.pk).update(name=name)
