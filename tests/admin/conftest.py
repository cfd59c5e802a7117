"""The admin on one fixed day: Alpha has climbed to its second level, Beta is in its grace period."""

import pytest
import time_machine

from activities.models import Activity
from common.tenancy import bind
from tests.careers import CLIMB, NOON, live


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def climbed(alpha):
    """Alpha, lived through to the fixed day."""
    live(alpha, CLIMB)
    return alpha


@pytest.fixture
def desk(visit, charlie, climbed):
    """The manager's browser."""
    return visit(charlie)


@pytest.fixture
def sale(climbed):
    """Alpha's latest sale."""
    with bind(climbed.program_id):
        return Activity.objects.filter(partner=climbed, kind="sale").latest("on")


@pytest.fixture
def in_program(program):
    """Reads of the program's rows, outside any request."""
    with bind(program.pk):
        yield
