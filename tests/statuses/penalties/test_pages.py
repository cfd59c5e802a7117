"""Penalties on the pages of manager and partner: taking effect, told, ending or lifted, with their history (B24-14)."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import AuditEntry
from activities.models import Activity
from common.tenancy import bind
from notices.models import Notice
from partners.models import Card, Restriction
from points.models import Account
from portal.opening import catch_up
from statuses.models import Decision, Standing
from tests.careers import CLIMB, NOON, TODAY, live

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db, pytest.mark.rule("B24-14.1..7")]

DAY = timedelta(days=1)
TERM = {"starts_on": TODAY, "ends_on": TODAY + 20 * DAY, "reason": "Broke the code of conduct."}


@pytest.fixture
def silver(alpha):
    live(alpha, CLIMB)
    return alpha


@pytest.fixture
def impose(silver, visit, charlie):
    """Press a penalty's button on the partner's page; returns the restriction."""

    def impose(path, **form):
        given = {"reason": "Broke the code of conduct.", "clause": "14.9", **form}
        answer = visit(charlie).post(f"/admin/partners/partner/{silver.pk}/{path}/", given)
        assert answer.status_code == 302, answer.context["form"].errors
        with bind(silver.program_id):
            return Restriction.objects.filter(partner=silver).latest("pk")

    return impose


@pytest.fixture
def lift(visit, charlie):
    def lift(measure):
        form = {"reason": "It was a mistake."}
        assert visit(charlie).post(f"/admin/partners/restriction/{measure.pk}/lift/", form).status_code == 302

    return lift


def level(partner):
    with bind(partner.program_id):
        return Standing.objects.get(partner=partner, track="status").level


def points(partner):
    with bind(partner.program_id):
        return Account.objects.get(partner=partner, code="main").points


def told(partner):
    """The subjects of the notices about penalties, the oldest first."""
    with bind(partner.program_id):
        rows = Notice.objects.filter(partner=partner, kind="penalty").order_by("pk")
        return [(row.subject, row.clause) for row in rows]


def test_the_level_is_lowered_and_given_back(silver, impose, lift, visit, alice):
    measure = impose("downgrade", level="bronze")
    assert level(silver) == "bronze"
    with bind(silver.program_id):
        assert Decision.objects.get(partner=silver).kind == "penalty"
    assert "Broke the code of conduct." in visit(alice).get("/dashboard/requests/").content.decode()
    assert told(silver) == [("Your level is lowered to Bronze", "14.9")]
    lift(measure)
    assert level(silver) == "silver"
    assert told(silver)[1][0] == "Penalty lifted: level lowered"
    with bind(silver.program_id):
        kinds = Decision.objects.filter(partner=silver).order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["penalty", "exception"]  # undone by another decision, not deleted
        assert AuditEntry.objects.filter(partner_id=silver.pk, action="partners.decide").count() == 3


def test_a_status_is_ended(silver, impose):
    impose("downgrade", level="-")
    assert level(silver) == ""
    assert told(silver) == [("Your status has ended", "14.9")]


def test_points_are_canceled_in_part_then_all_and_given_back(silver, impose, lift):
    had = points(silver)
    part = impose("cancel", points="100")
    assert points(silver) == had - 100
    rest = impose("cancel", points="")
    assert points(silver) == 0
    lift(rest)
    assert points(silver) == had - 100
    lift(part)
    assert points(silver) == had
    assert [subject for subject, _clause in told(silver)][:2] == [
        "100 points are canceled",
        "All your points are canceled",
    ]


def test_achievements_are_revoked_and_recorded_again(silver, impose, lift, visit, charlie):
    with bind(silver.program_id):
        course = Activity.objects.get(partner=silver, kind="course", attributes={"course": "sales"})
    form = visit(charlie).get(f"/admin/partners/partner/{silver.pk}/revoke/").context["form"]
    assert str(course.pk) in dict(form.fields["activities"].choices)
    measure = impose("revoke", activities=[course.pk])
    assert measure.revoked == [course.pk]
    assert level(silver) == "bronze"
    lift(measure)
    assert level(silver) == "silver"
    with bind(silver.program_id):
        again = Activity.objects.get(
            partner=silver, kind="course", attributes={"course": "sales"}, retraction=None, retracts=None
        )
    assert (again.on, again.reference) == (course.on, f"restored-{course.pk}")


def test_a_bar_from_leads_has_an_end_and_ends_by_itself(silver, impose):
    measure = impose("bar", **TERM)
    with bind(silver.program_id):
        rows = Restriction.objects.filter(effect="lead_requests")
        assert rows.in_force(measure.ends_on).exists()
        assert not rows.in_force(measure.ends_on + DAY).exists()
    assert told(silver) == [("You get no client requests for now", "14.9")]


def listed(partner):
    with bind(partner.program_id):
        return Card.objects.filter(partner=partner).exists()


def test_the_card_goes_at_once_and_returns_by_itself(silver, impose, lift, visit):
    assert listed(silver)
    impose("unlist", **TERM)
    assert not listed(silver)
    assert "Alpha Works" not in visit().get("/partners/?q=alpha").content.decode()
    for days, there in ((20, False), (21, True)):
        with time_machine.travel(NOON + days * DAY, tick=False):
            catch_up(program_id=silver.program_id, until=TODAY + days * DAY, now=NOON + days * DAY)
        assert listed(silver) is there
    with time_machine.travel(NOON + 21 * DAY, tick=False):
        later = impose("unlist", **TERM | {"starts_on": TODAY + 30 * DAY, "ends_on": ""})
    assert listed(silver)
    catch_up(program_id=silver.program_id, until=TODAY + 30 * DAY, now=NOON + 30 * DAY)
    assert not listed(silver)
    with time_machine.travel(NOON + 30 * DAY, tick=False):
        lift(later)
    assert listed(silver)


def test_the_blacklist_is_public_without_the_reason(silver, impose, lift, visit):
    measure = impose("blacklist", **TERM)
    page = visit().get("/blacklist/").content.decode()
    assert "Alpha Works" in page
    assert "14.9" in page
    assert "Broke the code" not in page
    assert 'href="/blacklist/"' in visit().get("/").content.decode()
    for found in ("", "?q=Alpha", "?q=nobody"):
        assert "/blacklist/" not in visit().get(f"/partners/{found}").content.decode()
    lift(measure)
    assert "Alpha Works" not in visit().get("/blacklist/").content.decode()
    assert told(silver)[0] == ("Your company is on the blacklist", "14.9")


def test_a_penalty_that_the_rules_lack_is_not_offered(delta, erin, other_site, visit):
    answer = visit(erin, host=other_site.host).get(f"/admin/partners/partner/{delta.pk}/change/")
    assert "Publish on the blacklist" not in answer.content.decode()
    assert visit(host=other_site.host).get("/blacklist/").status_code == 404
