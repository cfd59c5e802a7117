"""Resets points to a level's starting balance after a downgrade (BPS-engine5)."""

from datetime import date

from points.rules import entry_expires_on
from programs.definition.points import PointsBook
from programs.definition.tracks import Level, Track
from statuses.engine.ledger import Ledger, Posting


def restart(ledger: Ledger, book: PointsBook, track: Track, level: Level, day: date, *, cause: str) -> None:
    """Reverse every active entry of the track's account, and post the level's starting points.

    ``cause`` identifies the downgrade, so each replay gives the same entries the same keys.
    """
    for posting in ledger.active(track.account, day):
        ledger.post(
            Posting(
                key=f"restart/{cause}/{posting.key}",
                account=track.account,
                points=-posting.points,
                earned_on=day,
                expires_on=posting.expires_on,
                rule="restart",
                clause=track.downgrade.clause,
                reverses=posting.key,
            )
        )
    if level.starting_points:
        ledger.post(
            Posting(
                key=f"start/{cause}",
                account=track.account,
                points=level.starting_points,
                earned_on=day,
                expires_on=entry_expires_on(book, track.account, day),
                rule="starting_points",
                clause=track.downgrade.clause,
            )
        )
