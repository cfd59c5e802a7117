"""Events: a low app publishes what happened, and `portal/reactions.py` lists what follows in higher apps.

Reactions run immediately, in the order of the table and in the publisher's transaction, so either everything
happens or nothing. There are no Django signals.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Reactions = Mapping[type, Iterable[Callable[[Any], object]]]

_reactions: dict[type, tuple[Callable[[Any], object], ...]] = {}


def subscribe(reactions: Reactions) -> None:
    """Set the table *event -> operations*; portal's AppConfig calls this once at startup."""
    _reactions.clear()
    _reactions.update({event: tuple(operations) for event, operations in reactions.items()})


def publish(event: object) -> None:
    """Call every reaction to the event's exact class; an event may have none.

    An error in a reaction reaches the publisher, so its transaction rolls back.
    """
    for react in _reactions.get(type(event), ()):
        react(event)
