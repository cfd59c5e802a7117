"""People in several partners act for one at a time and can switch."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.tenancy import bind
from partners.models import Member, Restriction
from programs.models import Staff
from tests.careers import NOON, TODAY

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.fixture
def both(alpha, beta, alice):
    """Alice is a member of Alpha and of Beta."""
    with bind(beta.program_id):
        Member.objects.create(program_id=beta.program_id, partner=beta, user=alice, role=Member.Role.SALES)
    return alice


def test_one_membership_offers_no_choice(visit, alice):
    assert "Act for" not in visit(alice).get("/dashboard/").content.decode()


def test_the_choice_applies_to_the_next_pages(visit, both, beta):
    client = visit(both)
    assert "Act for" in client.get("/dashboard/").content.decode()
    assert client.get("/dashboard/").context["partner"].code == "alpha"
    assert client.post("/dashboard/partner/", {"partner": beta.pk}).status_code == 302
    assert client.get("/dashboard/points/").context["partner"].code == "beta"


@pytest.mark.parametrize("asked", ["", "beta", "-1", "9" * 30])
def test_an_unknown_partner_is_not_found(visit, both, asked):
    assert visit(both).post("/dashboard/partner/", {"partner": asked}).status_code == 404


def test_a_partner_without_membership_is_not_found(visit, alice, beta):
    client = visit(alice)
    assert client.post("/dashboard/partner/", {"partner": beta.pk}).status_code == 404
    assert client.get("/dashboard/").context["partner"].code == "alpha"


def test_the_choice_is_dropped_when_the_membership_ends(visit, both, beta):
    client = visit(both)
    client.post("/dashboard/partner/", {"partner": beta.pk})
    with bind(beta.program_id):
        Member.objects.filter(partner=beta, user=both).delete()
    assert client.get("/dashboard/").context["partner"].code == "alpha"


@pytest.fixture
def everywhere(alpha, delta, alice, other_site):
    """Alice is also a member of Delta, in the other program."""
    with bind(delta.program_id):
        Member.objects.create(program_id=delta.program_id, partner=delta, user=alice, role=Member.Role.SALES)
    return alice


def test_other_programs_are_in_the_same_menu(visit, everywhere, other_program, other_site):
    page = visit(everywhere).get("/dashboard/").content.decode()
    assert f">{other_program.name}</a>" in page
    assert f"{other_site.host}" in page
    assert "Delta House" not in page
    there = visit(everywhere, host=other_site.host).get("/dashboard/")
    assert there.context["partner"].code == "delta"
    assert "Alpha Works" not in there.content.decode()


def test_work_for_another_vendor_is_in_the_menu_too(visit, program, charlie, other_program, other_site, delta, dora):
    with bind(program.pk):
        Staff.objects.create(program=program, user=dora, role="manager")
    page = visit(dora, host=other_site.host).get("/dashboard/").content.decode()
    assert f">{program.name}</a>" in page


def test_a_person_without_a_role_here_sees_their_other_programs(visit, dora, other_site):
    page = visit(dora).get("/dashboard/").content.decode()
    assert "You aren't on a partner's team" in page
    assert other_site.host in page


def test_a_person_blocked_at_one_partner_can_act_for_another(visit, both, alpha, beta):
    with bind(alpha.program_id):
        Restriction.objects.create(
            program_id=alpha.program_id, partner=alpha, effect="access", starts_on=TODAY, reason="x", set_at=NOON
        )
    client = visit(both)
    answer = client.get("/dashboard/")
    assert answer.status_code == 403
    assert "Beta Labs" in answer.content.decode()
    client.post("/dashboard/partner/", {"partner": beta.pk})
    assert client.get("/dashboard/").status_code == 200


def test_people_in_one_program_cause_no_extra_queries(visit, alice):
    client = visit(alice)
    client.get("/dashboard/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/dashboard/").content.decode()
    assert "Other programs" not in page
    assert sum('FROM "programs_site"' in query["sql"] for query in queries) == 1
