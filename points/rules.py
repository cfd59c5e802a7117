"""Pure arithmetic for the points an activity earns under the definition's rules."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from common.dates import expires_on
from programs.definition.activities import attribute_text
from programs.definition.points import PointsBook, PointsRule


class Fact(Protocol):
    """The part of an activity that points rules read."""

    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def quantity(self) -> int | None: ...
    @property
    def attributes(self) -> Mapping[str, Any]: ...


class Earned(NamedTuple):
    """Points from one rule for one activity."""

    rule: str
    clause: str
    account: str
    points: int


def earned(book: PointsBook, fact: Fact, levels_at_opening: Mapping[str, str], currency: str = "") -> list[Earned]:
    """The points the activity earns, by rule; rules that give none are left out.

    ``levels_at_opening`` gives the partner's level on each track at the opening of the activity's day, ``currency`` is
    that of its account.
    """
    found = []
    for rule in book.by_kind.get(fact.kind, ()):
        if rule.where and not rule.accepts(fact.kind, fact.attributes):
            continue
        if rule.when_level and levels_at_opening.get(rule.when_level.track, "") not in rule.when_level.levels:
            continue
        if points := _worth(rule, fact, currency):
            found.append(Earned(rule.code, rule.clause, rule.account, points))
    return found


def _worth(rule: PointsRule, fact: Fact, currency: str) -> int:
    each = rule.points or 0
    if rule.by is not None:
        each = rule.values.get(attribute_text(fact.attributes.get(rule.by)), 0)
    if rule.every is not None:
        value, step = (fact.amount if rule.field == "amount" else fact.quantity), rule.step(currency)
        each *= int((value or 0) // step) if step else 0
    if rule.times == "quantity":
        each *= 1 if fact.quantity is None else fact.quantity
    return each


def entry_expires_on(book: PointsBook, account: str, earned_on: date) -> date | None:
    """The first day an entry of the account is no longer active; None when it never expires."""
    return expires_on(earned_on) if book.accounts[account].life == "year" else None
