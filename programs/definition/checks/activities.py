"""Checks of the activity kinds."""

from collections.abc import Iterator

from programs.definition.activities import ActivityKind, Claim
from programs.definition.checks.names import Names, twice, unknown
from programs.definition.definition import Definition
from programs.definition.problems import Problem


def activity_problems(definition: Definition, names: Names) -> Iterator[Problem]:
    """Return problems of the activity kinds."""
    for code, kind in definition.activities.items():
        where = f"activities.{code}"
        if (kind.quantity == "none") != (kind.quantity_unit is None):
            yield Problem(f"{where}.quantity_unit", "a quantity needs its unit, and only a quantity has one")
        known = {*kind.attributes, *(value for allowed in kind.attributes.values() for value in allowed)}
        if all(kind.attributes.values()):
            for word in kind.words.keys() - known:
                yield Problem(f"{where}.words.{word}", "is no attribute of this kind and no value of one")
        if (kind.subject == "none") != (kind.subject_is is None):
            yield Problem(f"{where}.subject_is", "say what the subject is when there is one, and only then")
        for attribute in kind.optional_attributes:
            yield from unknown(f"{where}.optional_attributes", "attribute", attribute, kind.attributes)
        if kind.decides_level:
            yield from _decision_problems(where, kind, names)
        if kind.claim:
            yield from _claim_problems(f"{where}.claim", kind, kind.claim)


def _decision_problems(where: str, kind: ActivityKind, names: Names) -> Iterator[Problem]:
    missing = {"track", "level"} - set(kind.attributes)
    if missing:
        yield Problem(f"{where}.attributes", "a kind that decides a level names its track and its level")
        return
    for track in kind.attributes["track"]:
        yield from unknown(f"{where}.attributes.track", "track", track, names.levels)
    levels = [level for track in kind.attributes["track"] for level in names.levels.get(track, [])]
    for level in kind.attributes["level"]:
        yield from unknown(f"{where}.attributes.level", "level", level, levels)


def _claim_problems(where: str, kind: ActivityKind, claim: Claim) -> Iterator[Problem]:
    if kind.decides_level or kind.amount == "required":
        yield Problem(where, "a manager's decision, or a kind that needs an amount, cannot be claimed")
    yield from twice(f"{where}.fields", "field", (field.code for field in claim.fields))
    if claim.prior_approval != bool(claim.plan):
        yield Problem(f"{where}.plan", "name the fields of the plan when one is approved first, and only then")
    for code in claim.plan:
        yield from unknown(f"{where}.plan", "field", code, [field.code for field in claim.fields])
