"""Fixtures for activities and claims on one fixed day, with the program bound."""

import pytest

from common.tenancy import bind
from programs.queries import definition
from programs.rulebook import rulebook_of
from tests.careers import TODAY
from tests.cast import partner_actor, staff_actor


@pytest.fixture
def inside(program):
    """Bind the program as the system."""
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
