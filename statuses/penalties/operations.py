"""Penalties on levels and points: imposed with a restriction, undone when it is lifted (B24-14.1, B24-14.2)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from partners.measures.operations.penalties import impose_penalty
from partners.measures.writing import UnableToRestrict
from partners.models import Partner, Restriction
from programs.definition import MAIN_TRACK
from programs.rulebook import Rulebook
from statuses.models import Decision, Standing
from statuses.operations import PERMISSION, decide_level

Effect = Restriction.Effect


def penalize_level(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    level: str,
    reason: str,
    today: date,
    now: datetime,
    clause: str = "",
) -> Restriction:
    """Lower a partner's main level from today, or end its status with an empty ``level`` (B24-14.1).

    Raises UnableToRestrict for a level that isn't below the present one, PermissionDenied.
    """
    require(actor, PERMISSION, program_id=partner.program_id)
    track = rulebook.on(today).track(MAIN_TRACK)
    with transaction.atomic():
        before = _level(actor, partner)
        if (level and track.level(level) is None) or track.place(level) >= track.place(before):
            raise UnableToRestrict({"level": _("Choose a level below the current one.")})
        found = impose_penalty(
            actor=actor,
            partner=partner,
            rulebook=rulebook,
            effect=Effect.LEVEL,
            starts_on=today,
            ends_on=None,
            reason=reason,
            today=today,
            now=now,
            clause=clause,
            level=level,
            level_before=before,
        )
        kind = Decision.Kind.PENALTY
        done = sentence("Penalty on the level of %(partner)s, from %(on)s", partner=partner.name, on=today)
        decide_level(
            actor=actor,
            partner=partner,
            rulebook=rulebook,
            track=MAIN_TRACK,
            kind=kind,
            level=level,
            reason=reason,
            on=today,
            today=today,
            now=now,
            done=done,
        )
    return found


def cancel_points(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    points: int | None,
    reason: str,
    today: date,
    now: datetime,
    clause: str = "",
) -> Restriction:
    """Cancel a partner's active points today: so many, or all of them without a number (B24-14.2).

    Points that expire first go first. Points and levels follow at once (portal/reactions.py). Raises UnableToRestrict,
    PermissionDenied.
    """
    if points is not None and points < 1:
        raise UnableToRestrict({"points": _("Enter a whole number above 0, or leave it empty for all points.")})
    return impose_penalty(
        actor=actor,
        partner=partner,
        rulebook=rulebook,
        effect=Effect.POINTS,
        starts_on=today,
        ends_on=None,
        reason=reason,
        today=today,
        now=now,
        clause=clause,
        points=points,
    )


def restore_level(*, actor: Actor, restriction: Restriction, rulebook: Rulebook, today: date, now: datetime) -> bool:
    """Give the level back that a lifted penalty took; False if the partner has reached it again by itself."""
    require(actor, PERMISSION, program_id=restriction.program_id)
    track = rulebook.on(today).track(MAIN_TRACK)
    partner, before = restriction.partner, restriction.level_before
    if track.level(before) is None or track.place(_level(actor, partner)) >= track.place(before):
        return False
    kind, reason = Decision.Kind.EXCEPTION, restriction.lifted_reason
    done = sentence("Gave the level back to %(partner)s, from %(on)s", partner=partner.name, on=today)
    decide_level(
        actor=actor,
        partner=partner,
        rulebook=rulebook,
        track=MAIN_TRACK,
        kind=kind,
        level=before,
        reason=reason,
        on=today,
        today=today,
        now=now,
        done=done,
    )
    return True


def _level(actor: Actor, partner: Partner) -> str:
    rows = Standing.objects.visible_to(actor).filter(partner=partner, track=MAIN_TRACK)
    return rows.values_list("level", flat=True).first() or ""
