"""Every page, as each kind of person, in every state it can be brought into: axe, keyboard, zoom, a clean console.

The pages come from the resolver, as in tests/isolation. A campaign looks at all of them; the suite at a few.
"""

from unittest.mock import patch

import pytest
import time_machine

from common.tenancy import bind
from tests.careers import NOON
from tests.e2e import people
from tests.e2e.states import enters, serial_of, shown, states
from tests.e2e.sweeping import Sweep, look_at_all, rolled_back
from tests.isolation.probe import unprobed
from tests.isolation.routes import routes
from tests.isolation.stage import set_up
from tests.samples import sample
from tests.scenes import scene

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]

MOST = sample(2, campaign=10_000)  # pages that each person looks at, and states of each page


@pytest.fixture(scope="module")
def stage(browser, django_db_setup, django_db_blocker):
    """Made after the browser, whose event loop gives Django another connection."""
    with time_machine.travel(NOON, tick=True), patch("tests.isolation.tenants.serial_of", serial_of):
        yield from scene(django_db_blocker, set_up)


def test_every_state_can_be_entered(stage):
    """A state that the database refuses would be looked at by no one."""
    tenant = stage.tenants[0]
    models = {model for route in routes() if not unprobed([route], tenant) for model in shown(route, tenant)}
    refused, entered = [], 0
    for model in models & set(tenant.rows):
        for name, enter in states(model, tenant):
            with rolled_back(), bind(tenant.partner.program_id):
                if enters(enter, tenant):
                    entered += 1
                else:
                    refused.append(f"{model.__name__} {name}")
    assert refused == []
    assert entered > 120


def test_visitor(browser, stage):
    look_at_all(Sweep(browser, stage), people.public(), most=MOST)


@pytest.mark.parametrize("part", range(sample(1, campaign=4)))
def test_partner(browser, stage, part):
    look_at_all(Sweep(browser, stage, stage.tenants[0].user), people.public()[part::4], most=MOST)


@pytest.mark.parametrize("state", list(people.APPLIED)[: sample(1, campaign=len(people.APPLIED))])
def test_applicant(browser, stage, state):
    user, pages, *_ = people.applied(stage, state)
    look_at_all(Sweep(browser, stage, user), pages, most=MOST)


@pytest.mark.parametrize("part", range(sample(1, campaign=6)))
def test_manager(browser, stage, part):
    look_at_all(Sweep(browser, stage, stage.managers[0]), people.admin(part, 6), most=MOST)


@pytest.mark.parametrize("person", people.OTHERS[: sample(1, campaign=len(people.OTHERS))])
def test_others(browser, stage, person):
    user, pages, host, session = person(stage)
    look_at_all(Sweep(browser, stage, user, host=host, session=session), pages, most=MOST, deep=False)
