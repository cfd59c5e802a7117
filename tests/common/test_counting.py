"""Counters in Redis: a period starts with the first call, and no later one makes it longer."""

import pytest
from redis import Redis

from common.counting import count


@pytest.fixture
def redis(settings):
    return Redis.from_url(settings.REDIS_URL)


def test_counts_by_what_is_asked_for():
    assert [count("a", seconds=60), count("a", seconds=60), count("a", seconds=60, by=5)] == [1, 2, 7]
    assert count("b", seconds=60) == 1


def test_only_the_first_call_starts_a_period(settings, redis):
    name = f"{settings.COUNTING_PREFIX}:a"
    count("a", seconds=60, by=3)
    assert 0 < redis.ttl(name) <= 60
    count("a", seconds=3600)
    assert 0 < redis.ttl(name) <= 60


def test_counts_on_after_redis_has_forgotten_its_scripts(redis):
    count("a", seconds=60)
    redis.script_flush()
    assert count("a", seconds=60) == 2


def test_a_counter_that_has_ended_starts_again(settings, redis):
    count("a", seconds=60)
    redis.delete(f"{settings.COUNTING_PREFIX}:a")
    assert count("a", seconds=60) == 1
    assert redis.ttl(f"{settings.COUNTING_PREFIX}:a") > 0
