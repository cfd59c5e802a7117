"""The public directory of the programs: who is listed, and in which order, as visitors see it."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from common.tenancy import bind
from portal.opening import catch_up
from programs.rulebook import read_rulebook
from statuses.operations import settle
from tests.careers import introduce
from tests.cast import admit, hire, open_program

pytestmark = pytest.mark.django_db

DAY = date(2026, 2, 16)
NOON = datetime(2026, 2, 16, 12, tzinfo=UTC)
ADD = "/admin/activities/activity/add/"


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


def client(program, user=None) -> Client:
    browser = Client(headers={"host": f"{program.code}.localhost"})
    if user:
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def joined(program, code: str, **fields):
    """A partner with a complete and moderated profile, on its first level."""
    partner = admit(program, code, code.capitalize(), accepted_on=date(2026, 1, 12), **fields)
    with bind(program.pk):
        introduce(partner)
        rulebook = read_rulebook(program.pk)
        settle(rulebook=rulebook, partner_ids=[partner.pk], until=DAY, now=NOON)
    return partner


def listed(program) -> list[str]:
    """The codes on the directory's page, from top to bottom."""
    with bind(program.pk):
        catch_up(program_id=program.pk, until=DAY, now=NOON)
    cache.clear()
    page = client(program).get("/partners/").content.decode()
    return list(dict.fromkeys(re.findall(r'href="/partners/([a-z]+)/"', page)))


@pytest.mark.rule("NET-3")
def test_companies_are_ranked_by_score_whatever_earned_it(noon):
    """Projects, technologies and a quality audit, recorded by the manager on the admin's page."""
    program = open_program("1c-bitrix")
    for code in ("first", "second", "third", "fourth"):
        joined(program, code)
    desk = client(program, hire(program, "Mara"))
    for code, kind, fields in [
        ("second", "quality", {"subject": "Shop of Alder"}),  # 100
        ("third", "project", {}),  # 50
        ("fourth", "project", {}),
        ("fourth", "technology", {"attribute_technology": "web cluster"}),  # 70
    ]:
        given = {"partner": code, "on": "2026-02-01", **fields}
        assert desk.post(f"{ADD}?kind={kind}", given).status_code == 302
    assert listed(program) == ["second", "fourth", "third", "first"]
    assert desk.post(f"{ADD}?kind=sale", {"partner": "first", "on": "2026-02-02", "amount": "900"}).status_code == 302
    assert listed(program) == ["second", "first", "fourth", "third"], "90 points by a sale of 900 euros"


@pytest.mark.rule("B24-1.4a")
def test_bronze_never_appears_silver_is_listed_gold_featured_above(noon, program):
    for code in ("alder", "birch", "cedar"):
        joined(program, code)
    desk = client(program, hire(program, "Mara"))
    assert listed(program) == []
    for code, level in (("birch", "silver"), ("cedar", "gold")):
        with bind(program.pk):
            partner = program.partners.get(code=code)
        given = {"level": f"status/{level}", "on": DAY, "reason": "Known for years."}
        assert desk.post(f"/admin/partners/partner/{partner.pk}/exception/", given).status_code == 302
    assert desk.post(f"{ADD}?kind=sale", {"partner": "birch", "on": "2026-02-02", "amount": "9000"}).status_code == 302
    assert listed(program) == ["cedar", "birch"], "Gold is above Silver, with fewer points"
    assert client(program).get("/partners/alder/").status_code == 404
    found = client(program).get("/api/v1/partners/").json()["results"]
    assert [row["code"] for row in found] == ["cedar", "birch"]


@pytest.mark.rule("BPS-status1")
def test_a_manager_admits_an_experienced_company_directly_to_a_higher_level(noon):
    program = open_program("bitrix-2011")
    partner = joined(program, "alder", currency="USD")
    desk = client(program, hire(program, "Mara"))
    page = f"/admin/partners/partner/{partner.pk}/exception/"
    refused = desk.post(page, {"level": "status/gold", "on": DAY, "reason": ""})
    assert refused.status_code == 200, "an exception needs a reason"
    assert listed(program) == []
    granted = {"level": "status/gold", "on": DAY, "reason": "Ten years with the product; agreed by phone."}
    assert desk.post(page, granted).status_code == 302
    assert listed(program) == ["alder"]
    assert "Gold Certified" in client(program).get("/partners/alder/").content.decode()
