"""Counters with a time limit in Redis, shared by all processes: atomic, in one round trip."""

from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.retry import Retry

from common.caching import unless_away

# One script, because a counter created without its expiry would never end.
_COUNT = """
local found = redis.call('INCRBY', KEYS[1], ARGV[1])
if found == tonumber(ARGV[1]) then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return found
"""


def count(key: str, *, seconds: int, by: int = 1, patience: float | None = None) -> int:
    """Add to the key's counter and return its value. The first call starts a period of ``seconds``, then it expires.

    Raises RedisError if Redis does not answer within ``patience`` seconds, by default `settings.REDIS_PATIENCE`.
    """
    script = _script(settings.REDIS_URL, patience or settings.REDIS_PATIENCE)
    return int(script(keys=[f"{settings.COUNTING_PREFIX}:{key}"], args=[by, seconds]))


def answers() -> bool:
    """Return whether Redis answers now, within `settings.REDIS_PATIENCE`."""
    client = _client(settings.REDIS_URL, settings.REDIS_PATIENCE)
    return unless_away(lambda: bool(client.ping()), otherwise=False)


@lru_cache
def _script(url: str, patience: float) -> Script:
    return _client(url, patience).register_script(_COUNT)


@lru_cache
def _client(url: str, patience: float) -> Redis:
    once = Retry(NoBackoff(), 0)
    return Redis.from_url(url, socket_timeout=patience, socket_connect_timeout=patience, retry=once)
