"""How NFR licenses end: one at a time, and what follows from a lost level or status, whose operation had its actor."""

from datetime import date, datetime

from django.db import transaction

from common.events import publish
from nfr.allowances import allowances
from nfr.events import NfrRolledBack
from nfr.models import NfrGrant
from partners.models import Partner
from programs.rulebook import Rulebook

State, Cause = NfrGrant.State, NfrGrant.Cause


def end_grant(row: NfrGrant, *, cause: str, rulebook: Rulebook, today: date, now: datetime, reason: str = "") -> None:
    """End a locked license today; what becomes of its account, the program's rules say."""
    row.state, row.ended_on, row.cause, row.reason = State.ENDED, today, cause, reason
    row.save(update_fields=["state", "ended_on", "cause", "reason", "decided_by"])
    publish(NfrRolledBack(rulebook, row.partner_id, row.pk, today, now))


def roll_back_all(*, partner_id: int, rulebook: Rulebook, today: date, now: datetime) -> int:
    """End all of a partner's licenses and claims at once: its status was cancelled or terminated (B24-8.1b, B24-1.5).

    The system's: bind the program. Returns their number.
    """
    held = NfrGrant.objects.filter(partner_id=partner_id, state__in=NfrGrant.HELD).order_by("pk")
    return sum(
        end_one(grant_id, cause=Cause.STATUS, rulebook=rulebook, today=today, now=now)
        for grant_id in list(held.values_list("pk", flat=True))
    )


def roll_back_beyond(*, partner_id: int, rulebook: Rulebook, today: date, now: datetime) -> int:
    """End what a lower level doesn't give, where the program says so; else it runs on to its term. Returns the number.

    The system's: bind the program.
    """
    nfr = rulebook.on(today).nfr
    if nfr is None or nfr.lost_level != "at_once":
        return 0
    partner = Partner.objects.select_for_update(no_key=True).get(pk=partner_id)
    known = {one.rule.grant: one for one in allowances(partner=partner, rulebook=rulebook, on=today)}
    held = NfrGrant.objects.filter(partner_id=partner_id, state__in=NfrGrant.HELD).order_by("pk")
    beyond = [row.pk for row in held if row.kind not in known or not known[row.kind].covers(row)]
    return sum(end_one(pk, cause=Cause.LEVEL, rulebook=rulebook, today=today, now=now) for pk in beyond)


@transaction.atomic
def end_one(
    grant_id: int, *, cause: str, rulebook: Rulebook, today: date, now: datetime, before: date | None = None
) -> int:
    """Lock a license and end it today, unless it ended or, with ``before``, was extended; returns 1 if it ended."""
    partner_id = NfrGrant.objects.values_list("partner_id", flat=True).get(pk=grant_id)
    Partner.objects.select_for_update(no_key=True).get(pk=partner_id)
    row = NfrGrant.objects.select_for_update(no_key=True, of=("self",)).get(pk=grant_id)
    extended = before is not None and (row.ends_on is None or row.ends_on >= before)
    if row.state not in NfrGrant.HELD or extended:
        return 0
    end_grant(row, cause=cause, rulebook=rulebook, today=today, now=now)
    return 1
