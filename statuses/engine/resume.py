"""One day's opening, taken up from where a partner was left: no need to live through its years again."""

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
    """Decide what is due at the opening of ``day``, from the states the partner was left in.

    ``totals`` are the active points of the day. Nothing else may happen to the partner on the day, no revision come
    into force on it, and no downgrade set points back: those need the whole life (``replay``). The timeline holds the
    day's changes only.
    """
    run = Replay(history, revisions)
    run.revision, run.definition = revisions.at(day - DAY)
    run.states = states
    run.ledger = Ledger.left_at(totals)
    run.open(day)
    run.run(day, [], [])
    return Timeline(day, run.definition, run.states, run.changes, run.ledger, run.log, run)
