"""Limits while Redis is away: public reads are open, and whatever could be used to guess or to write is closed."""

from functools import partial

import pytest
from redis.exceptions import RedisError

from accounts.limits import within
from common import caching

pytestmark = pytest.mark.django_db
NOWHERE = "unix:///nowhere/redis.sock"


@pytest.fixture(autouse=True)
def _no_redis(settings):
    settings.REDIS_URL = NOWHERE
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": NOWHERE}}
    yield
    caching.forget_outage()


@pytest.mark.parametrize(("action", "closed"), [("certificate", False), ("application", True), ("invitation", True)])
def test_without_redis_public_reads_are_open_and_the_rest_is_closed(rf, action, closed):
    ask = partial(within, rf.get("/partners/"), action, key="alice@example.org")
    if closed:
        with pytest.raises(RedisError):
            ask()
    else:
        assert ask()


def test_without_redis_nobody_signs_in_and_the_page_says_when_to_come_back(visit, alice):
    client = visit()
    client.raise_request_exception = False
    answer = client.post("/account/login/", {"login": alice.email, "password": "a wrong one"})
    directory = client.get("/partners/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert directory.status_code == 200
