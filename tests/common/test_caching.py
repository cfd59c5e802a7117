"""What an outage of Redis costs: one short wait, for one request at a time."""

import pytest
from django.conf import settings as real
from redis.exceptions import RedisError

from common import caching
from common.caching import unless_away
from tests.common.servers import Site, serve

MOST = 0.1  # seconds that an outage may add to a public page


@pytest.fixture(autouse=True)
def _no_outage():
    caching.forget_outage()
    yield
    caching.forget_outage()


@pytest.fixture
def silent(settings, monkeypatch) -> Site:
    """A Redis that accepts connections and never answers; ``asked`` has an entry for each wait."""
    with serve(lambda caller, _request: caller.recv(1)) as site:
        url = f"redis://127.0.0.1:{site.port}/0"
        cache = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
        settings.CACHES = {"default": cache, "quick": {**cache, "OPTIONS": real.REDIS_QUICKLY}}
        settings.REDIS_URL = url
        monkeypatch.setattr(caching, "REST", 3600)
        yield site


def away():
    raise RedisError


def test_one_wait_is_shorter_than_what_an_outage_may_cost():
    """Connecting and reading have the same patience, and nothing is tried twice."""
    assert real.REDIS_QUICKLY["socket_timeout"] == real.REDIS_QUICKLY["socket_connect_timeout"] == real.REDIS_PATIENCE
    assert 2 * real.REDIS_PATIENCE <= MOST
    assert real.REDIS_QUICKLY["retry"].get_retries() == 0


@pytest.mark.django_db
def test_while_redis_is_silent_all_public_pages_together_wait_once(silent, visit, alpha):
    for path in ("/partners/", "/partners/?q=alpha", "/api/v1/partners/", "/account/login/", "/"):
        assert visit().get(path).status_code == 200, path
    assert len(silent.asked) == 1


@pytest.mark.django_db
def test_the_control_without_a_rest_each_page_waits(silent, visit, alpha, monkeypatch):
    monkeypatch.setattr(caching, "REST", 0)
    for _ in range(2):
        visit().get("/partners/")
    assert len(silent.asked) > 2


def test_after_a_rest_one_caller_tries_and_the_others_do_without():
    assert unless_away(away, "without") == "without"
    assert unless_away(lambda: "asked", "without") == "without"
    caching._Outage.ends = 0.001  # the rest is over
    others = []

    def trying():
        others.append(unless_away(lambda: "asked", "without"))
        return "asked"

    assert unless_away(trying, "without") == "asked"
    assert others == ["without"]
    assert unless_away(lambda: "asked", "without") == "asked"  # it is back, for everybody


def test_a_failed_try_begins_another_rest():
    caching._Outage.ends = 0.001
    assert unless_away(away, "without") == "without"
    assert unless_away(lambda: "asked", "without") == "without"
