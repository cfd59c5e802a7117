"""A partner's token reads all of its own records and no others."""

import pytest

from tests.web.api.tokens import caller, partner_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.fixture
def ask(visit, career, alice):
    """Call the API with Alpha's token."""
    return caller(visit(), partner_secret(career, alice))


def test_the_profile(ask):
    assert ask("me/").json()["code"] == "alpha"


def test_the_standing_is_explained(ask):
    found = ask("me/standing/").json()["tracks"][0]
    assert found["level"]["code"] == "silver"
    assert found["next"]["list"] == "reach"
    assert any(row["activities"] for row in found["term"]["requirements"])


def test_another_day_and_level(ask):
    assert ask("me/standing/?as_of=2025-03-10&level=gold").json()["tracks"][0]["level"]["code"] == "bronze"
    assert ask("me/standing/?as_of=1999-01-01").status_code == 400
    assert ask("me/standing/?level=tin").status_code == 400


@pytest.mark.parametrize("address", ["me/points/", "me/activities/", "me/notices/"])
def test_the_lists(ask, address):
    found = ask(address)
    assert found.status_code == 200, found.content


def test_pages_have_no_gaps(ask):
    whole = [row["id"] for row in ask("me/activities/").json()["results"]]
    address, seen = "me/activities/?page_size=2", []
    while address:
        page = ask(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert seen == whole
    assert len(whole) > 4


def test_without_a_token_or_its_scope(visit, career, alice):
    nobody = visit().get("/api/v1/me/")
    assert (nobody.status_code, nobody.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    narrow = caller(visit(), partner_secret(career, alice, ["points:read"]))
    assert narrow("me/points/").status_code == 200
    assert narrow("me/").status_code == 403
    assert visit(alice).get("/api/v1/me/").status_code == 401  # a session is no token
