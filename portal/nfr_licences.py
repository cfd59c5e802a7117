"""What levels and the end of a partnership mean for NFR licenses, and what the vendor's product hears of them."""

from typing import Any

from common.tenancy import bind
from nfr.beginning import send_with_level
from nfr.ending import roll_back_all, roll_back_beyond
from nfr.events import NfrExtended, NfrGranted, NfrRolledBack
from nfr.models import NfrGrant
from partners.events import PartnershipEnded
from programs.definition import MAIN_TRACK
from statuses.events import StandingsSettled
from store.provisioning.keys import add_keys
from store.provisioning.port import Change, queue

NFR = "nfr"


def end_nfr(event: PartnershipEnded) -> None:
    """Roll a former partner's NFR licenses back (B24-1.5)."""
    with bind(event.program_id):
        roll_back_all(partner_id=event.partner_id, rulebook=event.rulebook, today=event.today, now=event.now)


def provision_nfr(event: NfrGranted | NfrExtended | NfrRolledBack) -> None:
    """Tell the vendor's product to activate, extend or roll back an NFR license (B24-8.1a, B24-8.1b, R21).

    The operation that published the event holds the license's lock. A claim that never began is not told.
    """
    with bind(event.program_id):
        row = NfrGrant.objects.select_related("partner").get(pk=event.grant_id)
        if row.starts_on is None:
            return
        change = Change(
            program_id=event.program_id,
            partner_id=row.partner_id,
            subject=f"{NFR}-{row.pk}",
            ended=isinstance(event, NfrRolledBack),
            content=_content(row, event),
            now=event.now,
        )
        queue(change)


def _content(row: NfrGrant, event: NfrGranted | NfrExtended | NfrRolledBack) -> dict[str, Any]:
    nfr = event.rulebook.on(event.today).nfr
    grant = nfr.grant(row.kind) if nfr else None
    return {
        "kind": "subscription" if row.form == NfrGrant.Form.CLOUD else "key",
        "nfr": True,
        "state": row.state,
        "product": row.kind,
        "plan": (grant.edition or grant.name) if grant else "",
        "limits": {each.code: each.at_most for each in grant.limits.items} if grant and grant.limits else {},
        "starts_on": row.starts_on.isoformat() if row.starts_on else None,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
        "afterwards": grant.life.afterwards if grant and grant.life else "ends",
        "partner": row.partner.code,
        "account": row.account,
        "company": row.partner.name,
        "country": row.partner.country,
    }


def _sealed_key(number: int) -> str:
    return NfrGrant.objects.values_list("sealed_key", flat=True).get(pk=number)


add_keys(NFR, _sealed_key)


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
