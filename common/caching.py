"""What an outage of Redis may cost: work that can do without it stops asking for a moment."""

import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

import structlog
from django.conf import settings
from django.core.cache import BaseCache, caches
from redis.exceptions import RedisError

# Seconds for which this process leaves Redis alone after it failed. Then one thread tries again, for all.
REST = 1.0

T = TypeVar("T")
log = structlog.get_logger("echelon.redis")


class _Outage:
    """When this process may ask Redis again, on the monotonic clock; 0 while nothing is known against it."""

    ends = 0.0
    lock = Lock()


def unless_away(work: Callable[[], T], otherwise: T) -> T:
    """Return what the work finds in Redis, or ``otherwise`` while Redis does not answer.

    So a request waits for Redis once at most, and during an outage only one request in `REST` seconds does.
    """
    if not _may_ask():
        return otherwise
    try:
        found = work()
    except RedisError as error:
        _Outage.ends = time.monotonic() + REST
        log.warning("redis.away", error=type(error).__name__)
        return otherwise
    _Outage.ends = 0.0
    return found


def quick() -> BaseCache:
    """Return the cache that gives up within `settings.REDIS_PATIENCE` seconds, to be used with `unless_away`."""
    return caches["quick" if "quick" in settings.CACHES else "default"]


def forget_outage() -> None:
    """Ask Redis again at once."""
    _Outage.ends = 0.0


def _may_ask() -> bool:
    """Whether the caller may ask: always while Redis is well, else one caller after each rest."""
    with _Outage.lock:
        if not _Outage.ends:
            return True
        if time.monotonic() < _Outage.ends:
            return False
        _Outage.ends = time.monotonic() + REST  # the others go on without Redis while this one waits
        return True
