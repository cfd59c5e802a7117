"""What levels and the end of a partnership mean for NFR licenses."""

from typing import Any

from common.tenancy import bind
from nfr.beginning import send_with_level
from nfr.ending import roll_back_all, roll_back_beyond
from partners.events import PartnershipEnded
from programs.definition import MAIN_TRACK
from statuses.events import StandingsSettled


def end_nfr(event: PartnershipEnded) -> None:
    """Roll a former partner's NFR licenses back (B24-1.5)."""
    with bind(event.program_id):
        roll_back_all(partner_id=event.partner_id, rulebook=event.rulebook, today=event.today, now=event.now)


def follow_level(event: StandingsSettled) -> None:
    """Send the NFR licenses of a new level, and roll all back when the status is cancelled (B24-8.1b).

    An import tells of old decisions; the daily job sends what imported partners are entitled to.
    """
    moved = (one for one in event.decided if one.track == MAIN_TRACK and one.before != one.after)
    changed = {one.partner_id: one.after for one in moved}
    if not event.live or not changed or event.rulebook.on(event.until).nfr is None:
        return
    with bind(event.program_id):
        for partner_id, level in sorted(changed.items()):
            given: dict[str, Any] = {
                "partner_id": partner_id,
                "rulebook": event.rulebook,
                "today": event.until,
                "now": event.now,
            }
            if level:
                send_with_level(**given)
                roll_back_beyond(**given)
            else:
                roll_back_all(**given)
