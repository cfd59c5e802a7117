"""Statements that the ORM writes once for all people who are alike: for what every page of the dashboard asks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from common.actor import Actor
from common.prepared import Slot

Statement = tuple[str, Sequence[Any]]
_MOST = 2_000
_known: dict[tuple[Any, ...], Statement | None] = {}


def remembered(actor: Actor, about: tuple[Any, ...], write: Callable[[Actor], Statement | None]) -> Statement | None:
    """The statement that ``write`` makes for an actor, with the actor's own values in it.

    Writing the SQL takes the ORM longer than PostgreSQL needs to answer it. It is written for an actor whose partner
    and person are slots, and kept for everyone of the same kind, role and program: ``write`` may hand these two to
    filters, and do nothing else with them. ``about`` is everything else that the statement depends on, hashable.
    """
    if actor.kind != "partner" or actor.partner_id is None or actor.user_id is None:
        return write(actor)
    key = (about, actor.program_id, actor.role)
    if key not in _known:
        if len(_known) >= _MOST:
            _known.clear()
        alike: Any = {"user_id": Slot("user"), "partner_id": Slot("partner")}
        _known[key] = write(replace(actor, **alike))
    found = _known.get(key)
    if found is None:
        return None
    values = {"user": actor.user_id, "partner": actor.partner_id}
    return found[0], [values[each.name] if isinstance(each, Slot) else each for each in found[1]]
