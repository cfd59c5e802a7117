"""One fixed day for tests of pages: Alpha has a career and has climbed to its second level by then.

A module asks for the day by `pytestmark = pytest.mark.usefixtures("fixed_day")`.
"""

import pytest
import time_machine
from django.core.cache import cache

from activities.models import Activity
from common.tenancy import bind
from tests.careers import CLIMB, NOON, live


@pytest.fixture
def fresh_cache():
    """Nothing is cached."""
    cache.clear()


@pytest.fixture
def fixed_day(fresh_cache):
    """It is `NOON` on the day, and nothing is cached."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def career(alpha):
    """Alpha, which reached the second level on the day of its second sale."""
    live(alpha, CLIMB)
    return alpha


@pytest.fixture
def climbed(career):
    """The same, as the admin's tests call it."""
    return career


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
