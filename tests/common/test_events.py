"""Events reach higher apps through one table."""

from dataclasses import dataclass

import pytest

from common import events


@dataclass(frozen=True)
class DoorOpened:
    by: str


@dataclass(frozen=True)
class FrontDoorOpened(DoorOpened):
    pass


@pytest.fixture(autouse=True)
def _table_put_back():
    before = dict(events._reactions)
    yield
    events.subscribe(before)


def test_every_reaction_is_called_in_order():
    seen = []
    events.subscribe({DoorOpened: [lambda e: seen.append(("light", e.by)), lambda e: seen.append(("log", e.by))]})
    events.publish(DoorOpened("Alice"))
    assert seen == [("light", "Alice"), ("log", "Alice")]


def test_only_the_exact_class_has_reactions():
    seen = []
    events.subscribe({DoorOpened: [seen.append]})
    events.publish(FrontDoorOpened("Bob"))
    assert seen == []


def test_setting_the_table_replaces_it():
    seen = []
    events.subscribe({DoorOpened: [seen.append]})
    events.subscribe({})
    events.publish(DoorOpened("Bob"))
    assert seen == []


def test_a_reaction_that_raises_reaches_the_publisher():
    def refuse(event):
        raise LookupError(event.by)

    events.subscribe({DoorOpened: [refuse]})
    with pytest.raises(LookupError, match="Alice"):
        events.publish(DoorOpened("Alice"))
