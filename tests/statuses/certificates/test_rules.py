"""Validity of a certificate and results of a check, on the days where they change."""

from datetime import date, timedelta

import pytest

from programs.definition.certificates import CertificateTerms
from statuses.certificates.rules import Finding, Held, found, valid_until

CONFIRMED = date(2026, 3, 10)
TERMS = CertificateTerms(clause="EX-1")
KEPT = CertificateTerms(clause="EX-1", withdrawn=False)
DAY = timedelta(days=1)


def held(level="gold", since=CONFIRMED, confirmed_on=CONFIRMED, review_on=date(2027, 3, 10), grace_on=None):
    return Held(level, since, confirmed_on, review_on, grace_on)


@pytest.mark.rule("BPS-status3", "BSM-cert", "KKV-4.4")
@pytest.mark.parametrize("on", [CONFIRMED, date(2026, 9, 1), date(2027, 3, 9)])
def test_a_certificate_is_valid_one_year_from_the_confirmation(on):
    assert valid_until(TERMS, held(), on) == date(2027, 3, 9)


def test_a_year_from_29_february_ends_before_28_february():
    assert valid_until(TERMS, held(confirmed_on=date(2028, 2, 29), review_on=None), date(2028, 2, 29)) == date(
        2029, 2, 27
    )


@pytest.mark.rule("BPS-status3")
def test_without_reviews_it_renews_every_year():
    unreviewed = held(review_on=None)
    assert valid_until(TERMS, unreviewed, date(2027, 3, 9)) == date(2027, 3, 9)
    assert valid_until(TERMS, unreviewed, date(2027, 3, 10)) == date(2028, 3, 9)
    assert valid_until(TERMS, unreviewed, date(2031, 1, 1)) == date(2031, 3, 9)


def test_leap_day_anniversary_returns_in_leap_years():
    leap = held(confirmed_on=date(2024, 2, 29), review_on=None)
    assert valid_until(TERMS, leap, date(2027, 3, 1)) == date(2028, 2, 28)


def test_validity_ends_with_a_grace_period():
    assert valid_until(TERMS, held(review_on=None, grace_on=date(2026, 6, 9)), CONFIRMED) == date(2026, 6, 8)


def test_validity_ends_with_an_early_review():
    assert valid_until(TERMS, held(review_on=date(2026, 12, 1)), CONFIRMED) == date(2026, 11, 30)


def test_a_term_may_be_longer():
    two = CertificateTerms(clause="EX-1", years=2)
    assert valid_until(two, held(review_on=None), CONFIRMED) == date(2028, 3, 9)
    assert valid_until(two, held(review_on=None), date(2028, 3, 10)) == date(2030, 3, 9)


def finding(terms=TERMS, now=None, **changes):
    """The check result; the certificate is for gold, from CONFIRMED until 2027-03-09, checked halfway."""
    printed = {"level": "gold", "issued_on": CONFIRMED, "valid_until": date(2027, 3, 9), "replaced_on": None}
    printed["on"] = date(2026, 9, 1)
    return found(terms, now, **(printed | changes))


@pytest.mark.parametrize(
    ("on", "expected"),
    [(CONFIRMED, Finding.VALID), (date(2027, 3, 9), Finding.VALID), (date(2027, 3, 10), Finding.EXPIRED)],
)
def test_it_is_valid_through_its_last_day(on, expected):
    assert finding(now=held(), on=on) is expected


def test_newer_certificate_replaces_it_from_its_issue_day():
    assert finding(now=held(), replaced_on=date(2026, 9, 2)) is Finding.VALID
    assert finding(now=held(), replaced_on=date(2026, 9, 1)) is Finding.REPLACED


@pytest.mark.parametrize(
    "now", [held(level="silver"), held(since=CONFIRMED + DAY), None], ids=["other", "again", "none"]
)
def test_lost_level_ends_it_without_a_newer_one(now):
    assert finding(now=now) is Finding.REPLACED


@pytest.mark.rule("BSM-cert")
@pytest.mark.parametrize("now", [held(), held(level="silver"), None], ids=["same", "other", "none"])
@pytest.mark.parametrize("replaced_on", [None, date(2026, 8, 1)])
def test_without_withdrawal_only_its_end_date_ends_it(now, replaced_on):
    assert finding(KEPT, now, replaced_on=replaced_on) is Finding.VALID
    assert finding(KEPT, now, replaced_on=replaced_on, on=date(2027, 3, 10)) is Finding.EXPIRED


def test_expired_takes_precedence():
    assert finding(now=None, replaced_on=date(2026, 8, 1), on=date(2027, 3, 10)) is Finding.EXPIRED
