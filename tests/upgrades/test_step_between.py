"""During an upgrade the release before runs on the new tables: its own tests of the domain pass on them."""

import pytest

from tests.samples import CAMPAIGN
from tests.upgrades.releases import recorded
from tests.upgrades.step_between import run


@pytest.mark.campaign
@pytest.mark.skipif(not CAMPAIGN, reason="installs a release and runs a part of its tests: many minutes")
def test_the_release_before_runs_on_the_new_tables(django_db_setup, django_db_blocker):
    before = recorded()[-1]
    with django_db_blocker.unblock():
        done = run(before.name, before.facts["commit"])
    assert done.returncode == 0, done.stdout[-10_000:]
