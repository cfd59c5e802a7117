"""Fixtures for bonuses on one fixed day, with the program bound."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from common.actor import Actor
from common.tenancy import bind
from programs.rulebook import rulebook_of
from store.bonuses.operations.giving import award_bonus
from store.bonuses.operations.spending import hold_bonus
from store.bonuses.rules import Line
from tests.careers import NOON, TODAY, live
from tests.cast import admit, join, partner_actor, staff_actor

READY = [
    ("course", {"subject": "Ada", "attributes": {"course": "tutorial"}}),
    ("nfr_claim", {"subject": "fresh.example", "attributes": {"form": "cloud"}}),
    ("evidence", {"subject": "fresh.example", "attributes": {"evidence": "website"}}),
]


@pytest.fixture
def inside(program):
    """Bind the program as the system."""
    with bind(program.pk):
        yield


@pytest.fixture
def rulebook(program):
    with bind(program.pk):
        return rulebook_of(program)


@pytest.fixture
def system(program):
    return Actor.system(program.pk)


@pytest.fixture
def manager(program, charlie):
    return staff_actor(program, charlie)


@pytest.fixture
def fresh(program):
    """A partner accepted 30 days ago."""
    return admit(program, "fresh", "Fresh Works", accepted_on=TODAY - timedelta(days=30))


@pytest.fixture
def fiona(fresh):
    return join(fresh, "Fiona")


@pytest.fixture
def applicant(fresh, fiona):
    return partner_actor(fresh, fiona)


@pytest.fixture
def ready(fresh):
    """The partner with everything that the kickstart requires."""
    live(fresh, [(kind, TODAY - timedelta(days=5), fields) for kind, fields in READY])
    return fresh


@pytest.fixture
def award(manager, rulebook):
    """Award a bonus to a partner; the program must be bound."""

    def give(partner, amount=1000, on=TODAY):
        return award_bonus(
            actor=manager,
            partner=partner,
            rulebook=rulebook,
            kind="award",
            amount=Decimal(amount),
            reason="Partner of the year",
            today=on,
            now=NOON,
        )

    return give


@pytest.fixture
def hold(system, rulebook):
    """Reserve bonus money for an order; the program must be bound."""

    def take(partner, amount, order="A-1", lines=None, on: date = TODAY):
        return hold_bonus(
            actor=system,
            partner=partner,
            rulebook=rulebook,
            order=order,
            amount=Decimal(amount),
            currency="EUR",
            lines=lines or [Line("cloud", Decimal(5000))],
            today=on,
            now=NOON,
        )

    return take
