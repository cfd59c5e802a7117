"""What every NFR license does when it begins: its term, key, activity and event."""

from datetime import date, datetime

from activities.operations import record_activity
from clients.keys import new_key, sealed
from common.actor import Actor
from common.events import publish
from nfr.events import NfrGranted
from nfr.models import NfrGrant
from nfr.rules import last_day
from programs.definition.nfr import Grant
from programs.rulebook import Rulebook


def begin(row: NfrGrant, *, grant: Grant, rulebook: Rulebook, today: date, now: datetime) -> None:
    """Begin a license today: it gets its term and key, and is recorded as an activity with its ``form``.

    The system's: the caller has locked the partner and checked the claim.
    """
    row.state, row.starts_on = NfrGrant.State.ACTIVE, today
    if grant.life:
        row.months, row.ends_on = grant.life.months, last_day(today, grant.life.months)
    if grant.form == "on_premise":
        for column, value in sealed(new_key()).items():
            setattr(row, column, value)
    nfr = rulebook.on(today).nfr
    kind = rulebook.on(today).activities.get(nfr.activity) if nfr else None
    if nfr is not None and kind is not None:
        row.activity = record_activity(
            actor=Actor.system(row.program_id),
            partner=row.partner,
            rulebook=rulebook,
            kind=nfr.activity,
            on=today,
            today=today,
            now=now,
            subject=(row.account or f"…{row.key_ending}")[:200] if kind.subject != "none" else "",
            reference=f"nfr/{row.pk}",
            attributes={"form": grant.form} if "form" in kind.attributes else {},
        )
    row.save()
    publish(NfrGranted(rulebook, row.partner_id, row.pk, today, now))
