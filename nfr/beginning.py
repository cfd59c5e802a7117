"""What every NFR license does when it begins: its term, key, activity and event; and those that come with a level."""

from datetime import date, datetime

from django.db import transaction

from activities.operations import record_activity
from clients.keys import new_key, sealed
from common.actor import Actor
from common.events import publish
from nfr.allowances import Allowance, allowances
from nfr.events import NfrGranted
from nfr.models import NfrGrant
from nfr.rules import last_day
from partners.models import Partner
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


def grant_columns(partner: Partner, found: Allowance, given: str, now: datetime) -> dict[str, object]:
    """The columns of a new license in the allowance's next slot; it begins later."""
    return {
        "program_id": partner.program_id,
        "partner": partner,
        "kind": found.rule.grant,
        "form": found.grant.form,
        "slot": found.slot,
        "allowance": found.rule.count,
        "given": given,
        "state": NfrGrant.State.WAITING,
        "claimed_at": now,
    }


def send_with_level(*, partner_id: int, rulebook: Rulebook, today: date, now: datetime) -> list[NfrGrant]:
    """Send what the partner's level gives by itself and it doesn't have yet (BPS-nfr, BSM-nfr); returns the new ones.

    The system's: bind the program. Sending again finds nothing to send.
    """
    sent = []
    with transaction.atomic():
        partner = Partner.objects.select_for_update(no_key=True).get(pk=partner_id)
        for found in allowances(partner=partner, rulebook=rulebook, on=today):
            while found.rule.given == "by_itself" and not found.missing and found.slot is not None:
                row = NfrGrant.objects.create(**grant_columns(partner, found, NfrGrant.Given.BY_ITSELF, now))
                begin(row, grant=found.grant, rulebook=rulebook, today=today, now=now)
                found.held.append(row)
                sent.append(row)
    return sent
