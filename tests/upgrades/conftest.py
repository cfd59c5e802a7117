"""The database of every recorded release, upgraded."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction

from common.dates import DAY
from tests.samples import CAMPAIGN
from tests.upgrades.record import ENCRYPTION_KEY
from tests.upgrades.releases import Release, recorded

# It installs a release and runs a part of its tests: many minutes, for a campaign only.
collect_ignore = [] if CAMPAIGN else ["test_step_between.py"]


@pytest.fixture(scope="module", params=recorded(), ids=lambda release: release.name)
def upgraded(request, django_db_setup, django_db_blocker) -> Iterator[Release]:
    """A release whose database this code has migrated, once for all tests of a module."""
    found: Release = request.param
    with django_db_blocker.unblock(), found.upgraded():
        yield found


@pytest.fixture
def release(upgraded: Release, settings) -> Iterator[Release]:
    """The same at noon UTC on the day after the release's last one; what the test writes is rolled back."""
    cache.clear()
    settings.ENCRYPTION_KEYS = [*settings.ENCRYPTION_KEYS, ENCRYPTION_KEY]
    with time_machine.travel(f"{upgraded.opened_on + DAY}T12:00:00Z", tick=True), transaction.atomic():
        yield upgraded
        transaction.set_rollback(True)
    cache.clear()
