"""During an upgrade the release before runs on the new tables: its own tests of the domain pass on them."""

import pytest

from tests.upgrades.releases import recorded
from tests.upgrades.step_between import run


@pytest.mark.campaign
def test_the_release_before_runs_on_the_new_tables(django_db_setup, django_db_blocker):
    before = recorded()[-1]
    with django_db_blocker.unblock():
        done = run(before.name, before.facts["commit"])
    assert done.returncode == 0, done.stdout[-10_000:]
