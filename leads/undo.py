"""How acts on requests are taken back within seconds (web/undo.py)."""

from datetime import date
from typing import Any

from common.clock import now
from leads.board.models import Reservation
from leads.board.operations import working
from leads.rotation.models import Location
from leads.rotation.operations.joining import restore_location, set_absence, set_member_absence
from partners.requests import PartnerRequest
from web.undo import add_inverse

STAGE, ASSIGNED, NEXT = "lead.stage", "lead.assign", "lead.next"
LOCATION, AWAY, MEMBER_AWAY = "location.remove", "absence.set", "absence.member"


def _open(request: PartnerRequest, pk: int) -> Reservation:
    return Reservation.objects.visible_to(request.actor).get(pk=pk, state=Reservation.State.OPEN)


def before_step(row: Reservation, step: str) -> dict[str, Any]:
    """What it takes to undo a step of the work on a request; nothing for a step that stays."""
    match step:
        case "stage" if row.stage:
            return {"code": STAGE, "pk": row.pk, "stage": row.stage}
        case "assign":
            return {"code": ASSIGNED, "pk": row.pk, "user": row.assignee_id}
        case "next":
            on = row.next_on.isoformat() if row.next_on else ""
            return {"code": NEXT, "pk": row.pk, "step": row.next_step, "on": on}
    return {}


def stage_back(request: PartnerRequest, *, pk: int, stage: str) -> None:
    """Move a request back. Raises UnableToWork."""
    row = _open(request, pk)
    working.set_stage(actor=request.actor, reservation=row, stage=stage, rulebook=request.rulebook, now=now())


def assign_back(request: PartnerRequest, *, pk: int, user: int | None) -> None:
    """Assign a request to whom it was assigned before. Raises UnableToWork."""
    about: dict[str, Any] = {"actor": request.actor, "reservation": _open(request, pk), "rulebook": request.rulebook}
    working.assign_member(**about, user_id=user, today=request.today, now=now())


def next_back(request: PartnerRequest, *, pk: int, step: str, on: str) -> None:
    """Plan the step that was planned before, or none."""
    day = date.fromisoformat(on) if on else None
    working.restore_next(actor=request.actor, reservation=_open(request, pk), step=step, on=day, now=now())


def location_back(request: PartnerRequest, *, pk: int, state: str, slot: int) -> None:
    """Take a removed location back. Raises UnableToJoin."""
    row = Location.objects.visible_to(request.actor).get(pk=pk)
    restore_location(actor=request.actor, location=row, state=state, slot=slot)


def away_back(request: PartnerRequest, *, until: str) -> None:
    """Set the partner's absence as it was. Raises UnableToJoin."""
    set_absence(actor=request.actor, partner=request.partner, until=_ahead(request, until), today=request.today)


def member_away_back(request: PartnerRequest, *, user: int, until: str) -> None:
    """Set a member's absence as it was. Raises UnableToJoin."""
    day = _ahead(request, until)
    set_member_absence(actor=request.actor, partner=request.partner, user_id=user, until=day, today=request.today)


def _ahead(request: PartnerRequest, until: str) -> date | None:
    """The day, unless it has passed."""
    day = date.fromisoformat(until) if until else None
    return day if day and day >= request.today else None


add_inverse(STAGE, stage_back)
add_inverse(ASSIGNED, assign_back)
add_inverse(NEXT, next_back)
add_inverse(LOCATION, location_back)
add_inverse(AWAY, away_back)
add_inverse(MEMBER_AWAY, member_away_back)
