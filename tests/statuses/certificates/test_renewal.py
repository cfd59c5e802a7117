"""Several years of a partner in the 2011 program: the certificate follows the engine's decisions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from activities.models import Activity
from activities.operations import record_activity, retract_activity
from common.actor import Actor
from common.tenancy import bind
from programs.models import Site
from programs.rulebook import read_rulebook
from statuses.certificates.queries import check
from statuses.operations import settle
from tests.statuses.certificates.holders import issue

REACHED = date(2025, 4, 1)
REVIEW = date(2026, 4, 1)
NOW = datetime(2026, 4, 2, 12, tzinfo=UTC)
CERTIFIED = (
    ("seminar", {}),
    ("certified", {"role": "engineer"}),
    ("certified", {"role": "sales"}),
    ("document", {"document": "agreement"}),
    ("document", {"document": "nda"}),
    ("evidence", {"evidence": "first_line"}),
    ("evidence", {"evidence": "logo"}),
    ("evidence", {"evidence": "descriptions"}),
)


@pytest.fixture
def certified(delta):
    """Delta reached Certified on REACHED."""
    for kind, attributes in CERTIFIED:
        _record(delta, kind, attributes)
    _settle(delta, REACHED)
    return delta


@pytest.mark.rule("BPS-status3")
def test_a_kept_review_renews_the_certificate_for_a_year(certified):
    first = issue(certified, REACHED)
    assert (first.level, first.valid_until) == ("certified", REVIEW - timedelta(days=1))
    _settle(certified, REVIEW)
    second = issue(certified, REVIEW)
    assert (second.level, second.valid_until) == ("certified", date(2027, 3, 31))
    assert _found(first, REVIEW - timedelta(days=1)) == _found(second, REVIEW) == "valid"
    assert _found(first, REVIEW) == "expired"


@pytest.mark.rule("BPS-status3")
def test_a_failed_review_renews_nothing(certified):
    first = issue(certified, REACHED)
    with bind(certified.program_id):
        logo = Activity.objects.get(partner=certified, attributes={"evidence": "logo"})
        retract_activity(
            actor=Actor.system(certified.program_id), activity=logo, reason="gone", today=date(2026, 1, 10), now=NOW
        )
    _settle(certified, REVIEW)
    assert issue(certified, REVIEW).level == "business"
    assert _found(first, REVIEW) == "expired"


def _record(partner, kind, attributes):
    with bind(partner.program_id):
        record_activity(
            actor=Actor.system(partner.program_id),
            partner=partner,
            rulebook=read_rulebook(partner.program_id),
            kind=kind,
            on=REACHED,
            today=REACHED,
            now=NOW,
            subject="Ann",
            attributes=attributes,
        )


def _settle(partner, until):
    with bind(partner.program_id):
        settle(
            rulebook=read_rulebook(partner.program_id),
            partner_ids=[partner.pk],
            until=until,
            now=NOW,
        )


def _found(certificate, on):
    """The check result for a visitor, who is bound to the program but to no partner."""
    with bind(certificate.program_id, None):
        return check(site=Site(program=certificate.program), serial=certificate.serial, on=on).finding
