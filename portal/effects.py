"""What recording an activity would change: levels and points, from the operation itself, taken back at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from activities.operations import record_activity
from partners.models import Partner
from points.models import Account
from programs.code_names import Names
from statuses.models import Standing


@dataclass(frozen=True)
class LevelStep:
    """A level before and after; empty is none."""

    track: str
    before: str
    after: str


@dataclass(frozen=True)
class PointsStep:
    """Points added to an account, and its total afterwards."""

    account: str
    added: int
    total: int


@dataclass(frozen=True)
class Effect:
    """What would change; empty for an activity that changes nothing now."""

    levels: Sequence[LevelStep]
    points: Sequence[PointsStep]

    def __bool__(self) -> bool:
        return bool(self.levels or self.points)


def effect_of_recording(*, partner: Partner, names: Names, **given: Any) -> Effect:
    """Record the activity, read what changed, and roll everything back; nothing is sent.

    Takes the arguments of `record_activity`. Raises what it raises: UnableToRecord, PermissionDenied.
    """
    with transaction.atomic():
        before = _held(partner)
        record_activity(partner=partner, **given)
        after = _held(partner)
        transaction.set_rollback(True)
    return _compared(before, after, names)


@dataclass(frozen=True)
class _Held:
    levels: Mapping[str, str]
    points: Mapping[str, int]


def _held(partner: Partner) -> _Held:
    levels = Standing.objects.filter(partner=partner).values_list("track", "level")
    totals = Account.objects.filter(partner=partner).values_list("code", "points")
    return _Held(dict(levels), dict(totals))


def _compared(before: _Held, after: _Held, names: Names) -> Effect:
    levels = [
        LevelStep(names.track(track), _level(names, track, before.levels.get(track, "")), _level(names, track, level))
        for track, level in after.levels.items()
        if level != before.levels.get(track, "")
    ]
    points = [
        PointsStep(names.account(code), total - before.points.get(code, 0), total)
        for code, total in after.points.items()
        if total != before.points.get(code, 0)
    ]
    return Effect(levels, points)


def _level(names: Names, track: str, level: str) -> str:
    return names.level(track, level) if level else ""
