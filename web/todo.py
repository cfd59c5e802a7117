"""What waits for a partner on its first screen: each app registers its kinds of action in `actions.py`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from accounts.permissions import may
from common.actor import Actor
from web.mixed_rows import Row, Source, Written, written

Rules = Any  # a `Definition`, which this kit must not import
SHOWN = 4  # of each kind
SOON = 30  # days in which something that ends is an action
_CODE = "action:"


@dataclass(frozen=True, kw_only=True)
class Action:
    """One kind of thing that a partner has to do: ``title`` says what, in the imperative.

    Of kinds that ``end``, ``title`` is the fact, for the timeline, and ``act`` what to do about one, with its words as
    ``%(told)s``.

    ``rows`` are those that wait, ``told`` a lookup to words about one, ``due`` one to its last day (in the program's
    time zone if ``moment``). ``page`` is a URL name; with ``key``, a lookup, it takes that value. Kinds that ``end``
    are shown when their last day comes near, and on the partner's timeline long before. ``kept`` tells whether the
    rules have any.
    """

    code: str
    title: str | Promise
    act: str | Promise = ""
    rows: Callable[[Actor], QuerySet[Any]]
    page: str
    permission: str
    place: int
    told: str = ""
    due: str = ""
    moment: bool = False
    key: str = "pk"
    ends: bool = False
    kept: Callable[[Rules], object] = lambda rules: True


@dataclass(frozen=True)
class Waiting:
    """One thing to do, with its page; ``due`` is its last day.

    ``act`` is the whole of it in the imperative, where ``title`` and ``told`` don't say that. What is ``serious`` costs
    the partner its level.
    """

    title: str
    told: str
    due: date | None
    address: str
    ends: bool
    act: str = ""
    serious: bool = False


_registered: dict[str, Action] = {}


def add_action(action: Action) -> None:
    """Register a kind of action; lower places come first."""
    _registered[action.code] = action


def action_sources(
    actor: Actor, *, rules: Rules, on: date, zone: str, days: int = SOON, only_ends: bool = False, most: int = SHOWN
) -> dict[str, Written]:
    """What to gather for the actor: everything that waits, and what ends within ``days``."""
    last = on + timedelta(days=days)
    found = {}
    for action in _kinds(actor, rules):
        if action.ends or not only_ends:
            code = _CODE + action.code
            source = partial(_source, action, on=on, last=last, zone=zone, most=most)
            found[code] = written(code, actor, (action, on, last, zone, most), source)
    return found


def _source(action: Action, actor: Actor, *, on: date, last: date, zone: str, most: int) -> Source:
    rows = action.rows(actor)
    if action.ends:
        rows = rows.filter(**{f"{action.due}__range": (on, last)})
    if action.due:
        rows = rows.order_by(action.due, "pk")
    given = {"told": action.told, "day": action.due, "key": action.key, "zone": zone if action.moment else ""}
    return Source(rows, most, **given)


def waiting(gathered: Mapping[str, Iterable[Row]]) -> list[Waiting]:
    """The things to do among the gathered rows, in the order of their kinds."""
    found = []
    for action in sorted(_registered.values(), key=lambda each: each.place):
        for row in gathered.get(_CODE + action.code, ()):
            address = reverse(action.page, args=[row.key] if action.key else [])
            act = str(action.act) % {"told": row.told} if row.told else ""
            found.append(Waiting(str(action.title), row.told, row.day, address, action.ends, act))
    return found


def by_weight(things: Iterable[Waiting], on: date) -> list[Waiting]:
    """The most serious first: what is overdue, what costs the level, other things to do, and then what ends.

    Of equal weight, they stand in the order of their last days; what has no day comes last.
    """

    def weight(one: Waiting) -> int:
        if one.ends:
            return 3
        if one.due and one.due <= on:
            return 0
        return 1 if one.serious else 2

    return sorted(things, key=lambda one: (weight(one), one.due is None, one.due or date.max))


def _kinds(actor: Actor, rules: Rules) -> list[Action]:
    return [each for each in _registered.values() if may(actor, each.permission) and each.kept(rules)]
