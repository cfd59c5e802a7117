"""Rolling NFR licenses back at the end of their term."""

from datetime import date, datetime

from accounts.permissions import require
from common.actor import Actor
from nfr.ending import end_one
from nfr.models import NfrGrant
from programs.rulebook import Rulebook

State, Cause = NfrGrant.State, NfrGrant.Cause


def roll_back_due(*, actor: Actor, rulebook: Rulebook, today: date, now: datetime) -> int:
    """End the licenses whose last day has passed (B24-8.1b); returns their number. A second run finds none.

    PermissionDenied for anyone but the program's staff and the system.
    """
    require(actor, "nfr.decide", program_id=rulebook.program.pk)
    due = NfrGrant.objects.visible_to(actor).filter(state=State.ACTIVE, ends_on__lt=today).order_by("pk")
    return sum(
        end_one(grant_id, cause=Cause.TERM, rulebook=rulebook, today=today, now=now, before=today)
        for grant_id in list(due.values_list("pk", flat=True))
    )
