"""What recording an activity would change: levels and points, from the operation itself, taken back at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities.operations import record_activity
from common.languages import listed
from partners.models import Partner
from points.models import Account
from programs.code_names import Names
from statuses.models import Standing
from statuses.standing.queries import TrackStanding, standing


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
    """What would change; empty for an activity that changes nothing now.

    ``stays`` says of each level that stays what is still missing for the next one.
    """

    levels: Sequence[LevelStep]
    points: Sequence[PointsStep]
    stays: Sequence[str] = ()

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
        tracks = standing(partner=partner, revisions=given["rulebook"].revisions, as_of=given["today"])
        transaction.set_rollback(True)
    same = [track for track in tracks if track.level and before.levels.get(track.code) == after.levels.get(track.code)]
    return _compared(before, after, names, [_stays(track, of_many=len(tracks) > 1) for track in same])


@dataclass(frozen=True)
class _Held:
    levels: Mapping[str, str]
    points: Mapping[str, int]


def _held(partner: Partner) -> _Held:
    levels = Standing.objects.filter(partner=partner).values_list("track", "level")
    totals = Account.objects.filter(partner=partner).values_list("code", "points")
    return _Held(dict(levels), dict(totals))


def _compared(before: _Held, after: _Held, names: Names, stays: Sequence[str]) -> Effect:
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
    return Effect(levels, points, stays)


def _stays(track: TrackStanding, *, of_many: bool) -> str:
    """Why a level stays: what is still missing for the next one."""
    given = {"level": f"{track.name}: {track.level}" if of_many else track.level}
    if track.target is None:
        return _("The level stays %(level)s, the highest.") % given
    given["next"] = track.target.level
    missing = [f"{each.name} ({each.missing or each.waits})" for each in track.target.unmet]
    if not missing:
        return _("The level stays %(level)s. A manager decides about %(next)s.") % given
    given["missing"] = listed(missing)
    return _("The level stays %(level)s. Still missing for %(next)s: %(missing)s.") % given


def _level(names: Names, track: str, level: str) -> str:
    return names.level(track, level) if level else ""
