"""Counting within a time, in the Redis that all processes share: one round trip, and no count is lost at once."""

from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.commands.core import Script

# In one piece: a count that began without its time would never end.
_COUNT = """
local found = redis.call('INCRBY', KEYS[1], ARGV[1])
if found == tonumber(ARGV[1]) then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return found
"""


def count(key: str, *, seconds: int, by: int = 1) -> int:
    """So many more for the key; returns how many there are. The first begins a time of ``seconds``, then it is over."""
    return int(_script()(keys=[f"{settings.COUNTING_PREFIX}:{key}"], args=[by, seconds]))


@lru_cache
def _script() -> Script:
    return Redis.from_url(settings.REDIS_URL).register_script(_COUNT)
