"""Claims are looked at on one fixed day, inside the program."""

import pytest

from common.tenancy import bind
from programs.queries import definition
from programs.rulebook import rulebook_of
from tests.careers import TODAY
from tests.cast import partner_actor, staff_actor


@pytest.fixture
def inside(program):
    """The program's rows, read and written as the system would."""
    with bind(program.pk):
        yield


@pytest.fixture
def rules(program):
    return definition(program, TODAY)


@pytest.fixture
def rulebook(program):
    return rulebook_of(program)


@pytest.fixture
def manager(program, charlie):
    return staff_actor(program, charlie)


@pytest.fixture
def claimant(alpha, alice):
    return partner_actor(alpha, alice)
