"""A partner's discount on a day: the level's, once it has started, less any restriction."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from common.tenancy import bind
from partners.measures.operations.restrictions import lower_discount
from partners.models import Partner
from programs.queries import revisions
from programs.rulebook import rulebook_of
from statuses.benefits import discount
from tests.careers import CLIMB, NOON, TODAY, live
from tests.cast import admit, staff_actor

pytestmark = [pytest.mark.usefixtures("fresh_cache"), pytest.mark.django_db]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOON, tick=False):
        yield


def on(partner, day):
    with bind(partner.program_id):
        partner = Partner.objects.get(pk=partner.pk)
        return discount(partner=partner, revisions=revisions(partner.program_id), on=day)


@pytest.fixture
def climbed(alpha):
    live(alpha, CLIMB)
    return alpha


@pytest.fixture
def lower(program, charlie):
    def lower(partner, percent=Decimal(15), starts_on=TODAY, ends_on=TODAY + 9 * DAY):
        with bind(program.pk):
            return lower_discount(
                actor=staff_actor(program, charlie),
                partner=partner,
                rulebook=rulebook_of(program),
                percent=percent,
                starts_on=starts_on,
                ends_on=ends_on,
                reason="Dumping prices",
                conditions="Two fair months",
                today=TODAY,
                now=NOON,
            )

    return lower


@pytest.mark.rule("B24-3.1.1c")
def test_entry_level_discount_starts_with_the_tutorial(climbed):
    before, after = on(climbed, date(2025, 3, 19)), on(climbed, date(2025, 3, 20))
    assert (before.level, before.percent) == (20, 0)
    assert [finding.requirement.code for finding in before.missing] == ["tutorial"]
    assert (after.percent, after.missing, after.clause) == (20, (), "B24-3.1.1c")


def test_the_levels_discount_follows_the_level(climbed):
    assert on(climbed, TODAY).percent == 40
    assert on(climbed, date(2025, 3, 9)) is None


@pytest.mark.rule("B24-3.6")
def test_restriction_lowers_the_discount_on_its_days_only(climbed, lower):
    cut = lower(climbed, starts_on=TODAY + DAY)
    held = [on(climbed, TODAY + n * DAY).percent for n in (0, 1, 9, 10)]
    assert held == [40, 15, 15, 40]
    assert on(climbed, TODAY + DAY).cut == cut
    bronze = admit(climbed.program, "gamma", "Gamma")
    live(bronze, CLIMB[:2])
    lower(bronze, percent=Decimal("45.5"))
    assert (on(bronze, TODAY).percent, on(bronze, TODAY).level) == (20, 20)


@pytest.mark.rule("B24-3.6")
def test_dashboard_shows_discount_reason_and_end(visit, climbed, alice, lower):
    page = visit(alice).get("/dashboard/").content.decode()
    assert "40%" in page
    assert "Dumping" not in page
    lower(climbed)
    page = visit(alice).get("/dashboard/").content.decode()
    for words in ("15%", "instead of your level's 40%", "Dumping prices", "Two fair months", "Feb. 25, 2026"):
        assert words in page or words.replace("Feb.", "February") in page
    later = visit(alice).get("/dashboard/?as_of=2026-02-26").content.decode()
    assert "Dumping" not in later


def test_dashboard_shows_what_starts_the_discount(visit, alpha, alice):
    live(alpha, [])
    page = visit(alice).get("/dashboard/?as_of=2025-03-11").content.decode()
    assert "Partner Program Tutorial completed by one member" in page
