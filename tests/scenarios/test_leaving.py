"""The vendor terminates a partnership, and a manager restores the partner."""

import re

import pytest
import time_machine

from activities.models import Claim
from common.tenancy import bind
from notices.models import Notice
from partners.models import Partner
from statuses.models import StatusChange
from tests.applicants import applicant, fresh
from tests.careers import NOON, TODAY

pytestmark = pytest.mark.django_db

ADMIN = "/admin/partners/"
PROJECT = {
    "subject": "Intranet",
    "answer_client": "Alder GmbH",
    "answer_address": "https://alder.example",
    "answer_description": "An intranet.",
    "quantity": "1",
    "on": TODAY,
}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOON, tick=False):
        yield


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.rule("B24-1.5")
def test_a_partner_is_terminated_and_restored(site, visit, charlie, program):
    gil, desk = applicant(site), visit(charlie)
    application = gil.sends(TODAY)
    desk.post(f"{ADMIN}application/{application.pk}/approve/")
    gil.hands_in(TODAY)
    desk.post(f"{ADMIN}application/{application.pk}/accept/")
    partner = fresh(application).partner
    assert partner is not None

    # Before: a token in use and a pending claim.
    browser, program_of_gil = visit(gil.user), visit()
    made = words(browser.post("/dashboard/tokens/", {"name": "CRM", "scopes": ["profile:read"]}, follow=True))
    token = {"Authorization": f"Bearer {re.search(r'ech_[a-z0-9]+_[A-Za-z0-9]+', made)[0]}"}
    assert program_of_gil.get("/api/v1/me/", headers=token).status_code == 200
    browser.post("/dashboard/claims/new/project/", PROJECT)
    with bind(program.pk):
        claim = Claim.objects.get(partner=partner)
    assert claim.state == "submitted"

    # The manager ends the partnership and has to type the code, to prevent mistakes.
    page = f"{ADMIN}partner/{partner.pk}/termination/"
    given = {"on": TODAY, "reason": "Sold to embargoed countries"}
    assert desk.post(page, given | {"confirmation": "no"}).status_code == 200
    assert browser.get("/dashboard/").status_code == 200
    assert desk.post(page, given | {"confirmation": partner.code}).status_code == 302

    # From the next request on, only the notice and the records are visible.
    assert browser.get("/dashboard/").headers["Location"] == "/dashboard/notices/"
    assert "has ended" in words(browser.get("/dashboard/notices/"))
    assert browser.get("/dashboard/points/").status_code == 200
    for closed in ("/dashboard/claims/new/project/", "/dashboard/profile/edit/", "/dashboard/team/"):
        assert browser.get(closed).status_code != 200, closed
    assert program_of_gil.get("/api/v1/me/", headers=token).status_code == 401
    with bind(program.pk):
        claim.refresh_from_db()
        assert Notice.objects.filter(partner=partner, kind="termination").count() == 1
        assert Partner.objects.get(pk=partner.pk).ended_on == TODAY
    assert claim.state == "withdrawn"

    # An exception restores the dashboard. Revoked tokens and withdrawn claims stay so.
    back = {"level": "status/bronze", "on": TODAY, "reason": "The appeal was right"}
    assert desk.post(f"{ADMIN}partner/{partner.pk}/exception/", back).status_code == 302
    assert "Bronze" in words(browser.get("/dashboard/"))
    assert program_of_gil.get("/api/v1/me/", headers=token).status_code == 401
    with bind(program.pk):
        claim.refresh_from_db()
        causes = list(StatusChange.objects.filter(partner=partner).order_by("pk").values_list("cause", flat=True))
    assert claim.state == "withdrawn"
    assert causes == ["acceptance", "termination", "exception"]
