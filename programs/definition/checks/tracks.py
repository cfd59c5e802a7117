"""Checks that the levels of each track can be entered, reached, reviewed and lost as written."""

from collections.abc import Iterator
from itertools import pairwise

from programs.definition.checks.names import Names, twice, unknown
from programs.definition.checks.requirements import list_problems, order_problems
from programs.definition.definition import MAIN_TRACK, Definition
from programs.definition.problems import Problem
from programs.definition.tracks import Level, Track


def track_problems(definition: Definition, names: Names) -> Iterator[Problem]:
    """Problems of all tracks."""
    first = next(iter(names.levels), MAIN_TRACK)
    if first != MAIN_TRACK:
        yield Problem(f"tracks.{first}.code", f"the first track is the main one and has the code {MAIN_TRACK!r}")
    yield from twice("tracks", "track", (track.code for track in definition.tracks))
    for track in definition.tracks:
        where = f"tracks.{track.code}"
        yield from names.unknown_account(f"{where}.account", track.account)
        yield from twice(f"{where}.levels", "level", (level.code for level in track.levels))
        yield from _entry_problems(where, track, definition, names)
        for level in track.levels:
            yield from _level_problems(f"{where}.levels.{level.code}", level, track, names)
        for lower, higher in pairwise(track.levels):
            yield from _climb_problems(f"{where}.levels.{higher.code}", lower, higher, names)


def _entry_problems(where: str, track: Track, definition: Definition, names: Names) -> Iterator[Problem]:
    if track.entry.by == "acceptance":
        if track.entry.level is None:
            yield Problem(f"{where}.entry.level", "is missing: the level a partner gets when it is accepted")
        else:
            yield from unknown(f"{where}.entry.level", "level", track.entry.level, names.levels[track.code])
    elif track.entry.level is not None:
        yield Problem(f"{where}.entry.level", "has no effect: the decision names the level")
    decided = track.entry.by == "decision" or track.upgrades == "decision"
    kinds = [kind for kind in definition.activities.values() if kind.decides_level]
    if decided and not any(track.code in kind.attributes.get("track", []) for kind in kinds):
        yield Problem(f"{where}.entry.by", f"no activity kind decides a level of {track.code} (decides_level = true)")


def _level_problems(where: str, level: Level, track: Track, names: Names) -> Iterator[Problem]:
    if level.keep and not level.review:
        yield Problem(f"{where}.keep", "is never asked: the level has no review (review = true)")
    if level.review and not level.keep:
        yield Problem(f"{where}.review", "asks nothing: write what the review asks under keep")
    if level.reach and track.upgrades == "decision":
        yield Problem(f"{where}.reach", "is never asked: upgrades on this track are a decision")
    if level.starting_points and track.downgrade.points != "restart":
        yield Problem(f"{where}.starting_points", 'have no effect unless downgrade.points = "restart"')
    for name, asked in (("reach", level.reach), ("requalify", level.requalify or []), ("keep", level.keep)):
        yield from list_problems(f"{where}.{name}", name, asked, track.code, names)
    if level.grace:
        yield from list_problems(f"{where}.grace.requires", "grace", level.grace.requires, track.code, names)
        for days in level.grace.reminders:
            if not 0 < days < level.grace.days:
                yield Problem(f"{where}.grace.reminders", f"{days} is not a day within the grace of {level.grace.days}")


def _climb_problems(where: str, lower: Level, higher: Level, names: Names) -> Iterator[Problem]:
    if higher.starting_points < lower.starting_points:
        yield Problem(f"{where}.starting_points", f"impossible order: {lower.code} below it starts with more")
    for name, below, above in (
        ("reach", lower.reach, higher.reach),
        ("requalify", lower.requalify or [], higher.requalify or []),
        ("keep", lower.keep, higher.keep),
    ):
        yield from order_problems(f"{where}.{name}", lower.code, below, above, names)
