"""What an outage of Redis may cost: work that can do without it stops asking for a moment."""

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.conf import settings
from django.core.cache import BaseCache, caches
from redis.exceptions import RedisError

# Seconds for which this process leaves Redis alone after it failed, so that an outage costs one timeout a second.
REST = 1.0

T = TypeVar("T")
log = structlog.get_logger("echelon.redis")


class _Outage:
    """When this process may ask Redis again, on the monotonic clock."""

    ends = 0.0


def unless_away(work: Callable[[], T], otherwise: T) -> T:
    """Return what the work finds in Redis, or ``otherwise`` while Redis does not answer."""
    if time.monotonic() < _Outage.ends:
        return otherwise
    try:
        return work()
    except RedisError as error:
        _Outage.ends = time.monotonic() + REST
        log.warning("redis.away", error=type(error).__name__)
        return otherwise


def quick() -> BaseCache:
    """Return the cache that gives up within `settings.REDIS_PATIENCE` seconds, to be used with `unless_away`."""
    return caches["quick" if "quick" in settings.CACHES else "default"]


def forget_outage() -> None:
    """Ask Redis again at once."""
    _Outage.ends = 0.0
