"""Operations on the log: record an activity, and reverse one recorded by mistake."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Code, Sentence, sentence
from activities.events import ActivityRecorded, ActivityRetracted
from activities.models import Activity
from activities.rules import currency_problem, day_problem, problems
from common.actor import Actor
from common.constraints import violated
from common.events import publish
from common.prepared import insert
from common.refusals import Refused
from common.text import read_into, without_odd
from partners.measures.operations.penalties import impose_penalty
from partners.measures.writing import UnableToRestrict
from partners.models import Partner, Restriction
from programs.definition.activities import ActivityKind
from programs.definition.words import as_written
from programs.rulebook import Rulebook, read_rulebook


class UnableToRecord(Refused):
    """The activity cannot be recorded; ``problems`` says why, by field."""


class UnableToRetract(Refused):
    """The activity cannot be reversed: the ``reason`` is missing, or the row cannot be retracted."""


def record_activity(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    kind: str,
    on: date,
    today: date,
    now: datetime,
    amount: Decimal | None = None,
    quantity: int | None = None,
    subject: str = "",
    reference: str = "",
    attributes: Mapping[str, Any] | None = None,
) -> Activity:
    """Record an activity; points and levels change in the same transaction (B24-up).

    ``amount`` is in the partner's account currency. Raises UnableToRecord with reasons by field: an unknown kind, a
    value the kind does not allow, a future day, a duplicate reference; PermissionDenied for anyone but the program's
    staff and the system.
    """
    require(actor, "activities.record", program_id=partner.program_id)
    attributes = dict(attributes or {})
    known = rulebook.on(today).activities.get(kind)
    if known is None:
        raise UnableToRecord({"kind": _("The program has no activity '%(kind)s'.") % {"kind": kind}})
    untidy: dict[str, str] = {}
    subject = read_into(untidy, "subject", subject)
    reference = read_into(untidy, "reference", reference, joiners=False)
    attributes = {name: _tidied(untidy, name, value) for name, value in attributes.items()}
    found = problems(known, amount=amount, quantity=quantity, subject=subject, attributes=attributes) | untidy
    if wrong := day_problem(on, today):
        found["on"] = wrong
    found |= currency_problem(rulebook.on(today).points.by_kind.get(kind, ()), amount, partner.currency)
    if known.decides_level and on < partner.accepted_on:
        said = _("The partner only joined on %(day)s.")
        found["on"] = said % {"day": date_format(partner.accepted_on)}
    if found:
        raise UnableToRecord(found)
    try:
        with transaction.atomic():
            activity = Activity(
                program_id=partner.program_id,
                partner=partner,
                kind=kind,
                on=on,
                amount=amount,
                quantity=quantity,
                subject=subject,
                reference=reference,
                attributes=attributes,
                recorded_at=now,
                recorded_by_id=actor.user_id,
            )
            insert(activity)
            note_act(
                actor=actor,
                action="activities.record",
                subject=activity,
                partner_id=partner.pk,
                now=now,
                summary=_recorded(known, partner, activity),
            )
            publish(ActivityRecorded(rulebook, partner.pk, activity.pk, on, today, now))
    except IntegrityError as error:
        if not violated(error, "activities_activity_reference"):
            raise
        said = _("The reference '%(reference)s' was used before.")
        raise UnableToRecord({"reference": said % {"reference": reference}}) from error
    return activity


def _recorded(kind: ActivityKind, partner: Partner, activity: Activity) -> Sentence:
    """What the audit log says: with the amount or quantity, and the reference, as far as it has them."""
    facts = [f"{activity.amount} {partner.currency}"] if activity.amount is not None else []
    facts += [f"× {activity.quantity}"] if activity.quantity is not None else []
    facts += [activity.reference] if activity.reference else []
    values = {"kind": Code("kind", activity.kind, as_written(kind.name)), "partner": partner.name, "on": activity.on}
    if not facts:
        return sentence("Recorded %(kind)s of %(partner)s on %(on)s", **values)
    return sentence("Recorded %(kind)s of %(partner)s on %(on)s (%(facts)s)", **values, facts=", ".join(facts))


def _tidied(problems: dict[str, str], name: str, value: Any) -> Any:
    return read_into(problems, name, value) if isinstance(value, str) else value


def retract_activity(*, actor: Actor, activity: Activity, reason: str, today: date, now: datetime) -> Activity:
    """Reverse an activity by adding a row that retracts it; its points and their effects are undone.

    Raises UnableToRetract without a reason, for a retraction, and for an activity already reversed; PermissionDenied
    for anyone but the program's staff and the system.
    """
    require(actor, "activities.record", program_id=activity.program_id)
    reason = without_odd(reason, lines=True)
    if not reason:
        raise UnableToRetract({"reason": _("Enter why it is reversed.")})
    if activity.retracts_id is not None:
        raise UnableToRetract({"": _("This row reverses another one. It can't be reversed itself.")})
    try:
        with transaction.atomic():
            retraction = Activity.objects.create(
                program_id=activity.program_id,
                partner_id=activity.partner_id,
                kind=activity.kind,
                on=activity.on,
                retracts=activity,
                reason=reason,
                recorded_at=now,
                recorded_by_id=actor.user_id,
            )
            note_act(
                actor=actor,
                action="activities.record",
                subject=activity,
                partner_id=activity.partner_id,
                now=now,
                summary=sentence(
                    "Took back %(kind)s of %(on)s: %(reason)s",
                    kind=Code("kind", activity.kind),
                    on=activity.on,
                    reason=retraction.reason,
                ),
            )
            rulebook = read_rulebook(activity.program_id)
            publish(ActivityRetracted(rulebook, activity.partner_id, activity.pk, activity.on, today, now))
    except IntegrityError as error:
        if not violated(error, "activities_activity_retracts_id_key"):
            raise
        raise UnableToRetract({"": _("This activity was already reversed.")}) from error
    return retraction


def revoke_achievements(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    activities: Collection[int],
    reason: str,
    today: date,
    now: datetime,
    clause: str = "",
) -> Restriction:
    """Revoke achievements as a penalty: these activities are reversed, with all that rested on them (B24-14.3).

    Raises UnableToRestrict without activities of the partner that count, PermissionDenied.
    """
    require(actor, "partners.decide", program_id=partner.program_id)
    with transaction.atomic():
        rows = Activity.objects.visible_to(actor).filter(partner=partner, retracts=None, retraction=None)
        found = list(rows.filter(pk__in=activities).order_by("pk"))
        if not found:
            raise UnableToRestrict({"activities": _("Choose at least one.")})
        measure = impose_penalty(
            actor=actor,
            partner=partner,
            rulebook=rulebook,
            effect=Restriction.Effect.ACHIEVEMENTS,
            starts_on=today,
            ends_on=None,
            reason=reason,
            today=today,
            now=now,
            clause=clause,
            revoked=[row.pk for row in found],
        )
        for row in found:
            retract_activity(actor=actor, activity=row, reason=measure.reason, today=today, now=now)
    return measure


def restore_achievements(
    *, actor: Actor, restriction: Restriction, rulebook: Rulebook, today: date, now: datetime
) -> list[Activity]:
    """Record again what a lifted penalty revoked, each on its own day; a second run finds nothing.

    Raises PermissionDenied.
    """
    require(actor, "activities.record", program_id=restriction.program_id)
    restored = []
    with transaction.atomic():
        rows = Activity.objects.visible_to(actor).filter(pk__in=restriction.revoked, partner=restriction.partner_id)
        for row in rows.order_by("on", "pk"):
            reference = f"restored-{row.pk}"
            if Activity.objects.filter(program_id=row.program_id, reference=reference).exists():
                continue
            restored.append(
                record_activity(
                    actor=actor,
                    partner=restriction.partner,
                    rulebook=rulebook,
                    kind=row.kind,
                    on=row.on,
                    today=today,
                    now=now,
                    amount=row.amount,
                    quantity=row.quantity,
                    subject=row.subject,
                    reference=reference,
                    attributes=row.attributes,
                )
            )
    return restored
