"""During an upgrade the release before runs on the new tables: its own tests of the domain pass on them."""

import pytest
from django.db import connection

from tests.upgrades.releases import recorded
from tests.upgrades.step_between import SHAPE, run


@pytest.mark.campaign
@pytest.mark.django_db
def test_the_release_before_runs_on_the_new_tables():
    before = recorded()[-1]
    with connection.cursor() as cursor:
        cursor.execute(SHAPE)
        shape = cursor.fetchone()[0]
    done = run(before.name, before.facts["commit"], shape=shape)
    assert done.returncode == 0, done.stdout[-10_000:]
