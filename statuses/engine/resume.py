"""Opens one day from a partner's stored state, without replaying earlier years."""

from collections.abc import Mapping
from datetime import date

from common.dates import DAY
from programs.definition.revisions import Revisions
from statuses.engine.facts import History
from statuses.engine.ledger import Ledger
from statuses.engine.replay import Replay, Timeline
from statuses.engine.state import TrackState


def open_day(
    history: History, revisions: Revisions, *, states: dict[str, TrackState], totals: Mapping[str, int], day: date
) -> Timeline:
    """Make the decisions due at the opening of ``day``, starting from the stored states.

    ``totals`` are the day's active points. Use this only if nothing else happens to the partner on the day, no revision
    takes effect and no downgrade resets points: those need a full ``replay``. The timeline contains only the day's
    changes.
    """
    run = Replay(history, revisions)
    run.revision, run.definition = revisions.at(day - DAY)
    run.states = states
    run.ledger = Ledger.left_at(totals)
    run.open(day)
    run.run(day, [], [])
    return Timeline(day, run.definition, run.states, run.changes, run.ledger, run.log, run)
