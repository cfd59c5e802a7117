"""Effects that go up the stack: a low app publishes what happened, `portal/reactions.py` says what follows.

The reactions run at once, in the order of the table and in the publisher's transaction: either all of it
happens or none. No Django signals.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Reactions = Mapping[type, Iterable[Callable[[Any], object]]]

_reactions: dict[type, tuple[Callable[[Any], object], ...]] = {}


def subscribe(reactions: Reactions) -> None:
    """Take over the whole table *event -> operations*; portal's AppConfig calls this once at start."""
    _reactions.clear()
    _reactions.update({event: tuple(operations) for event, operations in reactions.items()})


def publish(event: object) -> None:
    """Call every reaction to the event's exact class; an event nobody reacts to is fine.

    Whatever a reaction raises goes through to the publisher, so that its transaction rolls back.
    """
    for react in _reactions.get(type(event), ()):
        react(event)
