"""What a partner's token reads: its own records, whole, and nobody else's."""

from datetime import UTC, datetime

import pytest

from common.tenancy import bind_actor
from partners.operations.tokens import create_token
from partners.scopes import PARTNER_SCOPES
from tests.cast import partner_actor

pytestmark = pytest.mark.django_db


def token_of(partner, user, scopes=tuple(PARTNER_SCOPES), role="main"):
    """A living token's secret."""
    actor = partner_actor(partner, user, role)
    with bind_actor(actor):
        return create_token(
            actor=actor, program_id=partner.program_id, name="t", scopes=scopes, now=datetime(2026, 1, 1, tzinfo=UTC)
        )[1]


@pytest.fixture
def ask(visit, career, alice):
    """Alpha's token asks."""
    secret = token_of(career, alice)
    return lambda address: visit().get(f"/api/v1/{address}", headers={"authorization": f"Bearer {secret}"})


def test_the_profile(ask):
    assert ask("me/").json()["code"] == "alpha"


def test_the_standing_is_explained(ask):
    found = ask("me/standing/").json()["tracks"][0]
    assert found["level"] == "silver"
    assert found["next"]["list"] == "reach"
    assert any(row["activities"] for row in found["term"]["requirements"])


def test_another_day_and_level(ask):
    assert ask("me/standing/?as_of=2025-03-10&level=gold").json()["tracks"][0]["level"] == "bronze"
    assert ask("me/standing/?as_of=1999-01-01").status_code == 400
    assert ask("me/standing/?level=tin").status_code == 400


@pytest.mark.parametrize("address", ["me/points/", "me/activities/", "me/notices/"])
def test_the_lists(ask, address):
    found = ask(address)
    assert found.status_code == 200, found.content


def test_pages_follow_each_other_without_a_gap(ask):
    whole = [row["id"] for row in ask("me/activities/").json()["results"]]
    address, seen = "me/activities/?page_size=2", []
    while address:
        page = ask(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"] and page["next"].removeprefix("/api/v1/")
    assert seen == whole
    assert len(whole) > 4


def test_without_a_token_or_its_scope(visit, ask, career, alice, bob, beta):
    nobody = visit().get("/api/v1/me/")
    assert (nobody.status_code, nobody.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    narrow = token_of(career, alice, ["points:read"])
    headers = {"authorization": f"Bearer {narrow}"}
    assert visit().get("/api/v1/me/points/", headers=headers).status_code == 200
    assert visit().get("/api/v1/me/", headers=headers).status_code == 403
    assert visit(alice).get("/api/v1/me/").status_code == 401  # a session is no token
