"""Rate limits of the API, by token and by the address that trusted proxies saw."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import caching
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


UNKNOWN = f"ech_{'a' * 8}_{'b' * 43}"


@pytest.mark.parametrize(
    ("address", "header", "status"),
    [
        ("/api/v1/me/", None, 401),
        ("/api/v1/me/", f"Bearer {UNKNOWN}", 401),
        ("/api/v1/me/", "Bearer nonsense", 401),
        ("/api/v1/schema/", None, 200),
        ("/api/v1/docs/", None, 200),
        ("/api/v1/nothing/", None, 404),
    ],
)
def test_whatever_is_asked_without_a_good_token_counts(visit, alpha, address, header, status):
    headers = {"authorization": header} if header else {}
    answers = [visit().get(address, headers=headers).status_code for _time in range(4)]
    assert answers == [status, status, 429, 429]


def test_a_wrong_scope_counts_against_the_address(visit, career, alice):
    ask = caller(visit(), partner_secret(career, alice, scopes=["points:read"]))
    assert [ask("me/").status_code for _time in range(4)] == [403, 403, 429, 429]


def test_a_good_token_leaves_the_address_its_requests(visit, career, alice):
    ask = caller(visit(), partner_secret(career, alice))
    assert [ask("me/").status_code for _time in range(3)] == [200, 200, 200]
    assert [visit().get("/api/v1/partners/").status_code for _time in range(3)] == [200, 200, 429]


def transactions(ask) -> int:
    """Return how many bound transactions a request has opened."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask()
    return sum("set_config" in query["sql"] for query in queries)


def test_a_bad_token_costs_no_bound_transaction(visit, alpha, settings):
    settings.API_RATES = {"token": 3, "address": 5}

    def ask(token: str):
        return lambda: visit().get("/api/v1/me/", headers={"authorization": f"Bearer {token}"})

    assert transactions(ask("nonsense")) == 0
    assert transactions(ask(f"ech_{'x' * 300}")) == 0
    assert transactions(ask(UNKNOWN.replace("b", "c"))) > 0  # the control: it must be looked up once
    assert transactions(ask(UNKNOWN.replace("b", "c"))) == 0
    assert ask(UNKNOWN)().status_code == 401
    assert transactions(ask(UNKNOWN)) == 0  # the address has used up its minute
    assert ask(UNKNOWN)().status_code == 429


def test_without_redis_each_process_counts_on_its_own(visit, alpha, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    assert [visit().get("/api/v1/partners/").status_code for _time in range(4)] == [200, 200, 429, 429]
    caching.forget_outage()
