"""A person in several partners acts for one at a time, and chooses which."""

import pytest

from common.tenancy import bind
from partners.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(alpha, beta, alice):
    """Alice is a member of Alpha and of Beta."""
    with bind(beta.program_id):
        Member.objects.create(program_id=beta.program_id, partner=beta, user=alice, role=Member.Role.SALES)
    return alice


def test_one_membership_leaves_nothing_to_choose(visit, alice):
    assert "Act for" not in visit(alice).get("/dashboard/").content.decode()


def test_the_choice_holds_for_the_next_pages(visit, both, beta):
    client = visit(both)
    assert "Act for" in client.get("/dashboard/").content.decode()
    assert client.get("/dashboard/").context["partner"].code == "alpha"
    assert client.post("/dashboard/partner/", {"partner": beta.pk}).status_code == 302
    assert client.get("/dashboard/points/").context["partner"].code == "beta"


@pytest.mark.parametrize("asked", ["", "beta", "-1", "9" * 30])
def test_what_is_no_partner_is_not_found(visit, both, asked):
    assert visit(both).post("/dashboard/partner/", {"partner": asked}).status_code == 404


def test_a_partner_one_is_not_in_is_not_found(visit, alice, beta):
    client = visit(alice)
    assert client.post("/dashboard/partner/", {"partner": beta.pk}).status_code == 404
    assert client.get("/dashboard/").context["partner"].code == "alpha"


def test_a_membership_that_ended_is_forgotten(visit, both, beta):
    client = visit(both)
    client.post("/dashboard/partner/", {"partner": beta.pk})
    with bind(beta.program_id):
        Member.objects.filter(partner=beta, user=both).delete()
    assert client.get("/dashboard/").context["partner"].code == "alpha"
