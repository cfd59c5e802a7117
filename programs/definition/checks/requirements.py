"""Checks that requirements are allowed in their list, and that a higher level asks no less."""

from collections.abc import Iterator, Sequence
from typing import Any

from programs.definition.checks.names import Names, twice, unknown
from programs.definition.problems import Problem
from programs.definition.requirements import (
    Agreed,
    BaseRequirement,
    Counted,
    Distinct,
    EveryQuarter,
    HoldsLevel,
    Points,
    Requirement,
    Total,
)

MONEY = "money"


def list_problems(where: str, name: str, asked: Sequence[Requirement], track: str, names: Names) -> Iterator[Problem]:
    """Problems of one list; ``name`` is reach, requalify, keep or grace, ``track`` the track it belongs to."""
    yield from twice(where, "requirement", (one.code for one in asked))
    for one in asked:
        place = f"{where}.{one.code}"
        if one.every_nth_review and name != "keep":
            yield Problem(f"{place}.every_nth_review", "only keep is asked at reviews")
        if isinstance(one, Counted):
            yield from _counted_problems(place, name, one, names)
        elif isinstance(one, Points):
            yield from names.unknown_account(f"{place}.account", one.account)
        else:
            yield from _held_problems(place, one, track, names)
            if one.window == "term" and name != "keep":
                yield Problem(f"{place}.window", "the term of a level is looked at by keep only; allowed: now")


def _counted_problems(where: str, name: str, asked: Counted, names: Names) -> Iterator[Problem]:
    yield from names.match_problems(where, asked)
    if asked.window in ("term", "two_terms") and name != "keep":
        yield Problem(
            f"{where}.window", "the term of a level is looked at by keep only; allowed: ever, year, two_years"
        )
    if asked.since == "level_lost" and name != "requalify":
        yield Problem(f"{where}.since", "level_lost makes sense in requalify only")
    if asked.since == "level_reached" and name != "reach":
        yield Problem(f"{where}.since", "level_reached makes sense in reach only")
    if asked.days_before_end and name != "keep":
        yield Problem(f"{where}.days_before_end", "only keep has an end: the day of the review")
    if isinstance(asked, EveryQuarter) and name != "keep":
        yield Problem(f"{where}.kind", "only keep asks for every quarter: quarters are counted at a review")
    elif isinstance(asked, EveryQuarter) and asked.window == "ever":
        yield Problem(f"{where}.window", "quarters need a window; allowed: year, two_years, term")
    if isinstance(asked, Total):
        yield from _total_problems(where, asked, names)
    if isinstance(asked, Distinct):
        yield from _distinct_problems(where, asked, names)


def _total_problems(where: str, asked: Total, names: Names) -> Iterator[Problem]:
    kind = names.kind(asked.of)
    if kind:
        if getattr(kind, asked.field) == "none":
            yield Problem(f"{where}.field", f"{asked.of} has no {asked.field}")
        else:
            unit = MONEY if asked.field == "amount" else kind.quantity_unit
            if asked.unit != unit:
                yield Problem(
                    f"{where}.unit",
                    f"wrong unit {asked.unit!r}; the {asked.field} of {asked.of} is in {unit!r}",
                )
    if isinstance(asked.at_least, Agreed):
        yield from names.match_problems(f"{where}.at_least", asked.at_least)
        source = names.kind(asked.at_least.of)
        if source and source.amount == "none":
            yield Problem(f"{where}.at_least.of", f"{asked.at_least.of} has no amount to agree on")


def _distinct_problems(where: str, asked: Distinct, names: Names) -> Iterator[Problem]:
    kind = names.kind(asked.of)
    if kind is None:
        return
    allowed = [*(["subject"] if kind.subject != "none" else []), *kind.attributes]
    for field in asked.by:
        yield from unknown(f"{where}.by", f"field of {asked.of}", field, allowed)


def _held_problems(where: str, asked: HoldsLevel, track: str, names: Names) -> Iterator[Problem]:
    yield from names.unknown_level(where, asked.track, asked.at_least, key="at_least")
    order = list(names.levels)
    if asked.track in order and track in order and order.index(asked.track) >= order.index(track):
        yield Problem(f"{where}.track", f"only a track that stands before {track} in the file can be asked for")


def order_problems(
    where: str, lower_level: str, lower: Sequence[Requirement], higher: Sequence[Requirement], names: Names
) -> Iterator[Problem]:
    """Report each requirement for which a higher level asks less than the level below."""
    below = {_question(one): one for one in lower}
    for one in higher:
        other = below.get(_question(one))
        if other is None:
            continue
        least, most = _threshold(other, names), _threshold(one, names)
        if least is not None and most is not None and most < least:
            yield Problem(
                f"{where}.{one.code}.at_least",
                f"impossible order of levels: {lower_level} below it asks for more ({least})",
            )


def _question(asked: BaseRequirement) -> tuple[Any, ...]:
    if isinstance(asked, Points):
        return (Points, asked.account)
    if isinstance(asked, HoldsLevel):
        return (HoldsLevel, asked.track)
    assert isinstance(asked, Counted)
    return (
        type(asked),
        asked.of,
        repr(sorted(asked.where.items())),
        asked.window,
        getattr(asked, "field", None),
    )


def _threshold(asked: BaseRequirement, names: Names) -> Any:
    """Return the number asked for; None if it is agreed with each partner or there is none."""
    if isinstance(asked, HoldsLevel):
        levels = names.levels.get(asked.track, [])
        return levels.index(asked.at_least) if asked.at_least in levels else None
    least = getattr(asked, "at_least", None)
    return None if isinstance(least, Agreed) else least
