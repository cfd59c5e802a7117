"""Rate limits that start from zero, within a test."""

from uuid import uuid4

from django.conf import settings
from django.core.cache import cache


def nobody_has_asked() -> None:
    """Forget every try so far: allauth's in the cache, and those of `common/counting.py`."""
    cache.clear()
    settings.COUNTING_PREFIX = f"test:{uuid4()}"
