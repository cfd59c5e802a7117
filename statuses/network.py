"""Every partner's level on a day, and its history, read from replays of the whole log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from common.actor import Actor
from partners.models import Partner
from programs.queries import revisions
from statuses.engine import Timeline, replay
from statuses.engine.state import TrackState
from statuses.histories import histories

CHUNK = 500


@dataclass(frozen=True, slots=True)
class PartnerPlace:
    """A partner's level on one track; ``rank`` is None without a level."""

    partner: str
    name: str
    track: str
    level: str
    since: date | None
    confirmed_on: date | None
    review_on: date | None
    points: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class LevelChange:
    """One decision about a partner's level on one track."""

    partner: str
    track: str
    on: date
    before: str
    after: str
    cause: str


@dataclass(frozen=True, slots=True)
class _Known:
    """The columns of a partner used for sorting and display."""

    pk: int
    code: str
    name: str
    accepted_on: date


def standings(*, actor: Actor, as_of: date) -> list[PartnerPlace]:
    """Every partner accepted by ``as_of``, once per track of the day's rules, by code and then by track.

    ``points`` are those of the track's own account. ``rank`` orders the holders of a level on the track by points, ties
    by earlier acceptance (B24-4.1r). Future days are computed as if nothing more happened.
    """
    tracks = revisions(actor.program_id or 0).at(as_of)[1].tracks
    found = list(_lives(actor, as_of))
    places = []
    for track in tracks:
        stands = [
            (partner, timeline.states.get(track.code, TrackState()), timeline.ledger.total(track.account))
            for partner, timeline in found
        ]
        holders = [(-points, partner.accepted_on, partner.code) for partner, state, points in stands if state.level]
        ranks = {code: number for number, (_, _, code) in enumerate(sorted(holders), 1)}
        places.append(
            [
                PartnerPlace(
                    partner.code,
                    partner.name,
                    track.code,
                    state.level,
                    state.since,
                    state.confirmed_on,
                    state.review_on,
                    points,
                    ranks.get(partner.code),
                )
                for partner, state, points in stands
            ]
        )
    return [place for partner_places in zip(*places, strict=True) for place in partner_places]


def history(*, actor: Actor, as_of: date) -> list[LevelChange]:
    """Every level decision up to and including ``as_of``, by code, then track, then day.

    A kept review has the same level before and after.
    """
    order = revisions(actor.program_id or 0).at(as_of)[1].track_codes
    steps = []
    for partner, timeline in _lives(actor, as_of):
        # The sort is stable, so decisions within a day keep their order.
        for change in sorted(timeline.changes, key=lambda change: _place_of(change.track, order)):
            steps.append(LevelChange(partner.code, change.track, change.on, change.before, change.after, change.cause))
    return steps


def _place_of(track: str, order: Sequence[str]) -> int:
    """Tracks removed by a later revision come last."""
    return order.index(track) if track in order else len(order)


def _lives(actor: Actor, until: date) -> Iterator[tuple[_Known, Timeline]]:
    """Every partner accepted by a day, by code, with its timeline up to that day."""
    rules = revisions(actor.program_id or 0)
    rows = (
        Partner.objects.visible_to(actor)
        .filter(accepted_on__lte=until)
        .values_list("pk", "code", "name", "accepted_on")
    )
    # Sorted in Python so that the order doesn't depend on the database's collation.
    known = sorted((_Known(*row) for row in rows), key=lambda partner: partner.code)
    for start in range(0, len(known), CHUNK):
        chunk = known[start : start + CHUNK]
        told = histories([partner.pk for partner in chunk], until=until)
        for partner in chunk:
            yield partner, replay(told[partner.pk], rules, until)
