"""Ending a partnership on a day ahead: plan it, cancel it, and end those whose day has come."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.constraints import violated
from partners.models import Partner
from statuses.models import Decision, PlannedEnd
from statuses.operations import PERMISSION, UnableToDecideLevel, terminate


def end_or_plan(
    *, actor: Actor, partner: Partner, reason: str, on: date, today: date, now: datetime
) -> Decision | PlannedEnd:
    """Terminate today or on an earlier day; plan it for a day ahead (B24-1.5).

    Raises UnableToDecideLevel without a reason, or if the end is planned already; PermissionDenied.
    """
    if on <= today:
        return terminate(actor=actor, partner=partner, reason=reason, on=on, today=today, now=now)
    require(actor, PERMISSION, program_id=partner.program_id)
    if not reason.strip():
        raise UnableToDecideLevel({"reason": _("Enter a reason.")})
    if partner.ended_on is not None:
        raise UnableToDecideLevel({"on": _("This partnership has already ended.")})
    try:
        with transaction.atomic():
            planned = PlannedEnd.objects.create(
                program_id=partner.program_id,
                partner=partner,
                on=on,
                reason=reason.strip(),
                planned_by_id=actor.user_id,
                planned_at=now,
            )
            note_act(
                actor=actor,
                action=PERMISSION,
                subject=planned,
                partner_id=partner.pk,
                now=now,
                summary=sentence("Planned to terminate %(partner)s on %(on)s", partner=partner.name, on=on),
                details={"reason": planned.reason},
            )
    except IntegrityError as error:
        if not violated(error, "statuses_plannedend_one"):
            raise
        said = _("The end is planned already. Cancel that plan first.")
        raise UnableToDecideLevel({"on": said}) from error
    return planned


def cancel_end(*, actor: Actor, partner: Partner, now: datetime) -> PlannedEnd:
    """Cancel the planned end. Raises UnableToDecideLevel if there is none; PermissionDenied."""
    require(actor, PERMISSION, program_id=partner.program_id)
    with transaction.atomic():
        planned = planned_ends(actor).select_for_update().filter(partner=partner).first()
        if planned is None:
            raise UnableToDecideLevel({"": _("No end of this partnership is planned.")})
        planned.canceled_at = now
        planned.save(update_fields=["canceled_at"])
        note_act(
            actor=actor,
            action=PERMISSION,
            subject=planned,
            partner_id=partner.pk,
            now=now,
            summary=sentence("Canceled the planned end of %(partner)s on %(on)s", partner=partner.name, on=planned.on),
        )
    return planned


def planned_ends(actor: Actor) -> QuerySet[PlannedEnd]:
    """Plans that are neither canceled nor done."""
    return PlannedEnd.objects.visible_to(actor).filter(canceled_at=None, decision=None)


def end_planned(*, actor: Actor, today: date, now: datetime) -> int:
    """Terminate the partners whose day has come, on the day that was planned; returns how many.

    Safe to repeat and to run concurrently: each plan is locked and done once. A partner that ended meanwhile stays so.
    """
    require(actor, PERMISSION)
    ended = 0
    for pk in planned_ends(actor).filter(on__lte=today).values_list("pk", flat=True):
        with transaction.atomic():
            row = planned_ends(actor).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if row is None:
                continue
            if row.partner.ended_on is not None:
                row.canceled_at = now
                row.save(update_fields=["canceled_at"])
                continue
            row.decision = terminate(
                actor=actor, partner=row.partner, reason=row.reason, on=row.on, today=today, now=now
            )
            row.save(update_fields=["decision"])
            ended += 1
    return ended
