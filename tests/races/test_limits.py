"""Rate limits let no more attempts through, however many run at once. Uses the real Redis, as in production."""

import time
from contextlib import nullcontext

import pytest
from allauth.core import context
from allauth.core.internal import ratelimit
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory

from accounts import limits
from tests.races.crowd import at_once
from tests.samples import sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]

PEOPLE, MOST = sample(12, campaign=48), 5


@pytest.fixture(autouse=True)
def on_redis(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": settings.REDIS_URL,
            "KEY_PREFIX": "race",
        }
    }
    settings.LIMITS = {"form": f"{MOST}/h/ip"}
    cache.clear()


def request():
    asked = RequestFactory().post("/", REMOTE_ADDR="192.0.2.7")
    asked.user = AnonymousUser()
    return asked


def test_a_public_form():
    answers = at_once(lambda n: limits.within(request(), "form"), people=PEOPLE)
    assert sorted(answers) == [False] * (PEOPLE - MOST) + [True] * MOST


def test_control_a_count_that_is_read_and_written_back_lets_more_through(monkeypatch):
    def count(name, *, seconds, patience):
        seen = cache.get(name, 0)
        time.sleep(0.02)
        cache.set(name, seen + 1, seconds)
        return seen + 1

    monkeypatch.setattr(limits, "count", count)
    answers = at_once(lambda n: limits.within(request(), "form"), people=PEOPLE)
    assert answers.count(True) > MOST


@pytest.fixture
def slow(monkeypatch):
    """Waits between reading the count and writing it."""
    original = ratelimit.apply_rate

    def apply_rate(*args, **options):
        time.sleep(0.02)
        return original(*args, **options)

    monkeypatch.setattr(ratelimit, "apply_rate", apply_rate)


def guess(n):
    """The check that allauth makes before it compares a password."""
    asked = request()
    with context.request_context(asked):
        return bool(ratelimit.consume(asked, app="allauth.account", action="login_failed", key="alice@alpha.example"))


def test_password_guesses_are_limited(slow):
    answers = at_once(guess, people=PEOPLE)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert answers.count(True) == MOST


def test_control_without_its_lock_more_guesses_get_through(slow, monkeypatch):
    monkeypatch.setattr(ratelimit, "cache_lock", lambda key: nullcontext(enter_result=True))
    answers = at_once(guess, people=PEOPLE)
    assert answers.count(True) > MOST
