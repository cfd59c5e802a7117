"""How often a caller may ask, counted for each token, and for each address that the trusted proxies saw."""

import pytest

from tests.web.api.tokens import caller, partner_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _few(settings):
    settings.API_RATES = {"token": 3, "address": 2}


def test_an_address_has_its_share(visit, alpha):
    assert [visit().get("/api/v1/partners/").status_code for _time in range(4)] == [200, 200, 429, 429]
    refused = visit().get("/api/v1/partners/")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 61


def test_a_forged_forwarding_header_makes_no_other_caller(visit, alpha):
    """No proxy is trusted here: what a client says of its address is only a client's word."""
    answers = [
        visit().get("/api/v1/partners/", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code for n in range(4)
    ]
    assert answers == [200, 200, 429, 429]


def test_behind_a_proxy_only_its_own_word_counts(visit, alpha, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = [f"192.0.2.{n}, 198.51.100.7" for n in range(4)]
    answers = [visit().get("/api/v1/partners/", headers={"x-forwarded-for": it}).status_code for it in forged]
    assert answers == [200, 200, 429, 429]
    assert visit().get("/api/v1/partners/", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 200


def test_each_token_has_a_share_of_its_own(visit, career, alice, beta, bob):
    first, second = caller(visit(), partner_secret(career, alice)), caller(visit(), partner_secret(beta, bob))
    assert [first("me/").status_code for _time in range(4)] == [200, 200, 200, 429]
    assert second("me/").status_code == 200
