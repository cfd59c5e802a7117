"""Checks that points rules can be computed from the activities."""

from collections.abc import Collection, Iterator, Sequence

from programs.definition.checks.names import Names, twice, unknown
from programs.definition.definition import Definition
from programs.definition.points import PointsRule
from programs.definition.problems import Problem


def points_problems(definition: Definition, names: Names) -> Iterator[Problem]:
    """Problems of the points rules."""
    rules = definition.points.rules
    yield from twice("points.rules", "rule", (rule.code for rule in rules))
    for rule in rules:
        where = f"points.rules.{rule.code}"
        yield from names.unknown_account(f"{where}.account", rule.account)
        yield from names.match_problems(where, rule)
        yield from _field_problems(where, rule, names)
        if rule.when_level:
            for level in rule.when_level.levels:
                yield from names.unknown_level(f"{where}.when_level", rule.when_level.track, level)
        if isinstance(rule.every, dict):
            yield from _step_problems(f"{where}.every", rule.every, definition.program.currencies)


def _step_problems(where: str, steps: Collection[str], currencies: Sequence[str]) -> Iterator[Problem]:
    for currency in steps:
        yield from unknown(where, "currency", currency, currencies)
    for currency in currencies:
        if currency not in steps:
            yield Problem(where, f"has no step for {currency}, a currency of the program")


def _field_problems(where: str, rule: PointsRule, names: Names) -> Iterator[Problem]:
    kind = names.kind(rule.of)
    if kind is None:
        return
    if rule.field and getattr(kind, rule.field) == "none":
        yield Problem(f"{where}.field", f"{rule.of} has no {rule.field}")
    if rule.times and kind.quantity == "none":
        yield Problem(f"{where}.times", f"{rule.of} has no quantity")
    if rule.by is None:
        return
    yield from unknown(f"{where}.by", f"attribute of {rule.of}", rule.by, kind.attributes)
    for value in rule.values:
        if kind.attributes.get(rule.by):
            yield from unknown(f"{where}.values", "value", value, kind.attributes[rule.by])
