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


def test_a_403_names_the_permission_that_is_missing(visit, career, alice):
    narrow = caller(visit(), partner_secret(career, alice, ["points:read"]))
    refused = narrow("me/claims/", {"kind": "sale"}, key="k").json()
    assert (refused["status"], refused["code"], refused["permission"]) == (403, "forbidden", "claims:write")
    assert refused["detail"] == (
        "The token lacks the permission claims:write (submit and withdraw claims). Create one that has it."
    )
    vendors = narrow("vendor/partners/").json()
    assert (vendors["status"], vendors["detail"]) == (
        403,
        "This address is for the vendor's tokens; yours is a partner's.",
    )


def test_a_403_says_when_the_role_and_not_the_token_is_the_reason(visit, career, alice, monkeypatch):
    secret = partner_secret(career, alice, ["claims:read"])
    monkeypatch.setattr("partners.tokens.scopes.may", lambda *_asked: False)  # as for somebody with a lesser role
    refused = caller(visit(), secret)("me/claims/").json()
    assert (refused["status"], refused["permission"]) == (403, "claims:read")
    assert "the role of its person doesn't allow that any more" in refused["detail"]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_method_that_an_address_does_not_have_is_a_405(visit, career, alice, method):
    headers = {"authorization": f"Bearer {partner_secret(career, alice)}"}
    refused = getattr(visit(), method)("/api/v1/me/claims/", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (405, "method_not_allowed")
    assert refused.json()["detail"] == f"This address doesn't take {method.upper()}, but GET and POST."
    assert refused.headers["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert visit().delete("/api/v1/me/claims/").status_code == 401


def test_errors_are_in_our_words_and_have_names(ask, visit, career, alice):
    """No framework's phrase, and no nameless error: what is wrong with the request as a whole is `non_field`."""
    refused = {
        "me/activities/?recorded_since=yesterday": "Send a moment with its offset, for example 2026-02-03T14:30:00Z.",
        "me/standing/?as_of=yesterday": "Send a day, for example 2026-02-03.",
    }
    for address, said in refused.items():
        assert list(ask(address).json()["errors"].values()) == [[said]]
    claim = ask("me/claims/", {"kind": 7, "quantity": "many", "attributes": []}, key="k").json()["errors"]
    assert claim["quantity"] == ["Send a whole number, for example 12."]
    assert claim["attributes"] == ['Send an object, for example {"code": "value"}.']
    assert ask("me/claims/", {}, key="k").json()["errors"] == {"kind": ["This field is missing."]}
    assert list(ask("me/claims/", ["x"], key="k").json()["errors"]) == ["non_field"]
    headers = {"authorization": f"Bearer {partner_secret(career, alice)}", "idempotency-key": "k"}
    bad = visit().post("/api/v1/me/claims/", "{kind", content_type="application/json", headers=headers).json()
    assert bad["detail"] == "The body can't be read. It isn't valid JSON at line 1, column 2."
    nobody = visit().get("/api/v1/me/").json()
    assert nobody["detail"] == "Send an API token in the header Authorization: Bearer …"


def test_a_refusal_of_the_whole_has_a_name(ask):
    refused = ask("me/claims/", {"kind": "sale", "on": "2026-02-03"}, key="k")
    assert refused.status_code == 422
    assert "" not in refused.json()["errors"]
