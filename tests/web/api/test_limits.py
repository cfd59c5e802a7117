"""Rate limits of the API, by token and by the address that trusted proxies saw."""

import pytest

from tests.web.api.tokens import caller, partner_secret

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _few(settings):
    settings.API_RATES = {"token": 3, "address": 2}


def test_requests_are_limited_by_address(visit, alpha):
    assert [visit().get("/api/v1/partners/").status_code for _time in range(4)] == [200, 200, 429, 429]
    refused = visit().get("/api/v1/partners/")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 61


def test_a_forged_forwarding_header_is_ignored(visit, alpha):
    """No proxy is trusted here, so the client's header is ignored."""
    answers = [
        visit().get("/api/v1/partners/", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code for n in range(4)
    ]
    assert answers == [200, 200, 429, 429]


def test_behind_a_proxy_only_its_own_entry_counts(visit, alpha, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = [f"192.0.2.{n}, 198.51.100.7" for n in range(4)]
    answers = [visit().get("/api/v1/partners/", headers={"x-forwarded-for": it}).status_code for it in forged]
    assert answers == [200, 200, 429, 429]
    assert visit().get("/api/v1/partners/", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 200


def test_each_token_has_its_own_limit(visit, career, alice, beta, bob):
    first, second = caller(visit(), partner_secret(career, alice)), caller(visit(), partner_secret(beta, bob))
    assert [first("me/").status_code for _time in range(4)] == [200, 200, 200, 429]
    assert second("me/").status_code == 200
