"""Rate limits by network address and by account, whatever the headers say."""

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from redis import Redis

from accounts import limits
from accounts.limits import network_address, within
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN, RESET, SIGNUP = "/account/login/", "/account/password/reset/", "/account/signup/"


@pytest.fixture(autouse=True)
def _few(settings):
    settings.LIMITS = {"form": "3/m/ip,2/h/key", "busy": "100/m/ip"}


def asked(address="192.0.2.7", **headers):
    return RequestFactory().post("/", headers=headers, REMOTE_ADDR=address)


def count(tries) -> int:
    """Return how many tries were allowed."""
    return sum(bool(each) for each in tries)


def test_a_form_is_limited_by_network_address():
    assert [within(asked(), "form") for _ in range(5)] == [True, True, True, False, False]
    assert within(asked("192.0.2.8"), "form")


def test_a_form_is_limited_by_key():
    tries = [
        within(asked(f"192.0.2.{n}"), "form", key=key) for n, key in enumerate(("a@b.example", " A@B.EXAMPLE") * 2)
    ]
    assert tries == [True, True, False, False]
    assert within(asked("192.0.2.99"), "form", key="c@b.example")


def test_actions_are_counted_separately():
    assert [within(asked(), "form") for _ in range(4)][-1] is False
    assert within(asked(), "busy")


def test_a_limit_ends_with_its_period(settings):
    within(asked(), "form", key="x")
    redis = Redis.from_url(settings.REDIS_URL)
    left = sorted(redis.ttl(name) for name in redis.scan_iter(f"{settings.COUNTING_PREFIX}:limit:form:*"))
    assert (0 < left[0] <= 60, 60 < left[1] <= 3600, len(left)) == (True, True, 2)


def test_an_unknown_action_is_an_error():
    with pytest.raises(KeyError):
        within(asked(), "nothing of the kind")


@pytest.mark.parametrize("words", ["3/m/user", "3/w/ip", "x/m/ip"])
def test_an_empty_limit_is_an_error(settings, words):
    settings.LIMITS = {"form": words}
    limits._parsed.cache_clear()
    with pytest.raises((ValueError, KeyError)):
        within(asked(), "form")


FORGED = ["1.1.1.1", "1.1.1.1, 2.2.2.2", "127.0.0.1", "bogus", "", "::1", ","]


@pytest.mark.parametrize("forged", FORGED)
def test_without_proxies_the_forwarding_header_is_ignored(settings, forged):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert network_address(asked(**{"x-forwarded-for": forged})) == "192.0.2.7"


@pytest.mark.parametrize("forged", FORGED)
def test_behind_a_proxy_only_its_own_entry_counts(settings, forged):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert network_address(asked(**{"x-forwarded-for": f"{forged}, 203.0.113.5"})) == "203.0.113.5"


def test_an_ipv6_household_counts_as_one_address():
    homes = {network_address(asked(f"2001:db8:1:2::{n:x}")) for n in range(1, 30)}
    assert len(homes) == 1
    assert network_address(asked("2001:db8:1:3::1")) not in homes
    assert network_address(asked("::ffff:192.0.2.7")) == "192.0.2.7"


def log_in(client, email, n=0, password="not the right one", **headers):
    headers = {
        "x-forwarded-for": f"10.9.{n % 250}.1",
        "forwarded": f"for=10.9.{n}.1",
        "x-real-ip": f"10.8.{n}.1",
    } | headers
    return client.post(LOGIN, {"login": email, "password": password}, headers=headers)


def test_guessing_one_password_is_limited_despite_forged_headers(visit, alice, with_password):
    client, email = visit(), with_password(alice).email
    for n in range(5):
        assert "not correct" in log_in(client, email, n).content.decode()
    last = log_in(client, email, 99, password=PASSWORD)
    assert last.status_code == 200
    assert "Too many" in last.content.decode()


@pytest.mark.parametrize("spelling", ["ALICE@alpha.example", " alice@alpha.example"])
def test_other_spellings_and_ports_share_the_count(site, alice, with_password, spelling):
    email = with_password(alice).email
    for n in range(5):
        log_in(Client(headers={"host": f"{site.host}:{8000 + n}"}), spelling if n % 2 else email, n)
    last = log_in(Client(headers={"host": f"{site.host}:9999"}), email, password=PASSWORD)
    assert "Too many" in last.content.decode()


def test_guessing_many_accounts_from_one_address_is_limited(visit, site):
    client = visit()
    answers = [log_in(client, f"somebody{n}@x.example", n).content.decode() for n in range(12)]
    assert count("not correct" in answer for answer in answers) == 10


def test_unknown_addresses_are_limited_like_known_ones(visit, alice, with_password):
    with_password(alice)
    found = []
    for email in (alice.email, "nobody@x.example"):
        cache.clear()
        client = visit()
        answers = [log_in(client, email, n) for n in range(7)]
        found.append([(answer.status_code, "Too many" in answer.content.decode()) for answer in answers])
    assert found[0] == found[1]


@pytest.mark.parametrize("email", ["alice@alpha.example", "nobody@x.example"])
def test_resets_of_one_email_are_limited(visit, alice, email):
    answers = [
        visit().post(RESET, {"email": email}, headers={"x-forwarded-for": f"10.9.{n}.1"}).status_code for n in range(7)
    ]
    assert answers == [302] * 5 + [429] * 2


def test_too_many_sign_ups_get_a_clear_message(visit, site):
    asked = {"name": "N", "password1": PASSWORD, "password2": PASSWORD}
    answers = [visit().post(SIGNUP, asked | {"email": f"n{n}@x.example"}) for n in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    page = answers[-1].content.decode()
    assert "Too many tries" in page
    assert site.program.name in page


def test_guessing_second_step_codes_is_limited(visit, charlie, with_password):
    client = visit()
    client.post(LOGIN, {"login": with_password(charlie).email, "password": PASSWORD})
    answers = [client.post("/account/2fa/authenticate/", {"code": f"{n:06}"}) for n in range(7)]
    assert "Too many" in answers[-1].content.decode()
    assert client.get("/admin/").status_code == 302
