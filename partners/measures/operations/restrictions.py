"""Restrictions of a partner's access or discount, and internal notes. Restrictions have start, end, reason and clause.

A restriction ends by itself or is lifted; it is never deleted. portal/partnership.py sends the notices.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.models import User
from accounts.permissions import require
from accounts.sentences import Code, sentence
from common.actor import Actor
from common.events import publish
from common.letters import clean
from common.refusals import Refused
from partners.events import MeasureLifted
from partners.measures.rules import access_penalty, highest_discount
from partners.measures.writing import (
    LONGEST_TEXT,
    PERMISSION,
    UnableToRestrict,
    days,
    hold_partner,
    note_and_tell,
    refuse,
    refuse_overlap,
    said,
    take,
    term_problems,
    too_long,
)
from partners.models import Application, Member, Note, Partner, Restriction
from programs.rulebook import Rulebook, read_rulebook


class UnableToLift(Refused):
    """The restriction is no longer active; the message says so."""


class UnableToNote(Refused):
    """The note is empty; the message says so."""


def restrict_access(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    today: date,
    now: datetime,
    user: User | None = None,
    clause: str = "",
) -> Restriction:
    """Block one person's access to a partner, or everybody's if there is no ``user`` (B24-14.4).

    The block lasts from ``starts_on`` to ``ends_on``, both included, at most as long as the program's penalty allows.
    Raises UnableToRestrict with problems by field, PermissionDenied.
    """
    penalty = access_penalty(rulebook.on(today))
    if penalty is None:
        raise UnableToRestrict({"": _("This program doesn't block access.")})
    problems, reason, clause = said(reason, clause)
    problems |= term_problems(penalty, starts_on, ends_on, today)
    with transaction.atomic():
        row = hold_partner(actor, partner)
        if user is not None and not Member.objects.filter(partner=row, user=user).exists():
            problems["user"] = _("This person isn't on the partner's team.")
        refuse(problems)
        whose = Q(user=None) if user is None else Q(user=None) | Q(user=user)
        refuse_overlap(row, Restriction.Effect.ACCESS, whose, starts_on, ends_on)
        found = take(
            actor,
            row,
            effect=Restriction.Effect.ACCESS,
            user=user,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
            clause=clause or penalty.clause,
            set_at=now,
        )
        who = f"{user}" if user else "everybody"
        note_and_tell(
            actor,
            rulebook,
            found,
            f"Blocked the access of {who} at {row} from {starts_on} to {ends_on or '-'}",
            today,
            now,
        )
    return found


def lower_discount(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    percent: Decimal,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    conditions: str,
    today: date,
    now: datetime,
) -> Restriction:
    """Lower a partner's discount to ``percent`` until the end date or until the conditions are met (B24-3.6).

    Raises UnableToRestrict with problems by field, PermissionDenied.
    """
    definition = rulebook.on(today)
    rule = definition.store.discount_cut if definition.store else None
    if rule is None:
        raise UnableToRestrict({"": _("This program doesn't lower discounts.")})
    problems, reason, _clause = said(reason, "")
    conditions = clean(conditions).strip()
    highest = highest_discount(definition)
    if not Decimal(0) <= percent < highest:
        problems["percent"] = _(
            "Enter a percentage from 0 to below %(highest)s, the highest discount of any level."
        ) % {"highest": highest}
    if "conditions" in rule.records and not conditions:
        problems["conditions"] = _("Enter what the partner has to do to get its discount back.")
    if len(conditions) > LONGEST_TEXT:
        problems["conditions"] = too_long()
    if "end" in rule.records and ends_on is None:
        problems["ends_on"] = _("Enter an end date.")
    problems |= days(starts_on, ends_on, today)
    with transaction.atomic():
        row = hold_partner(actor, partner)
        refuse(problems)
        refuse_overlap(row, Restriction.Effect.DISCOUNT, Q(), starts_on, ends_on)
        found = take(
            actor,
            row,
            effect=Restriction.Effect.DISCOUNT,
            percent=percent,
            conditions=conditions,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
            clause=rule.clause,
            set_at=now,
        )
        summary = f"Lowered the discount of {row} to {percent}% from {starts_on} to {ends_on or '-'}"
        note_and_tell(actor, rulebook, found, summary, today, now)
    return found


def lift_restriction(*, actor: Actor, restriction: Restriction, reason: str, today: date, now: datetime) -> Restriction:
    """Lift a restriction early, from ``today`` on.

    Raises UnableToLift without a reason, or if the restriction has ended or was lifted before; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=restriction.program_id)
    reason = clean(reason).strip()
    if not reason or len(reason) > LONGEST_TEXT:
        raise UnableToLift({"reason": too_long() if reason else _("Enter a reason.")})
    with transaction.atomic():
        rows = Restriction.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
        row = rows.select_related("partner").get(pk=restriction.pk)
        if row.lifted_on is not None:
            raise UnableToLift({"": _("This restriction was already lifted.")})
        if row.ends_on is not None and row.ends_on < today:
            raise UnableToLift({"": _("This restriction has already ended.")})
        row.lifted_on, row.lifted_by_id, row.lifted_reason = today, actor.user_id, reason
        row.save(update_fields=["lifted_on", "lifted_by", "lifted_reason"])
        note_act(
            actor=actor,
            action=PERMISSION,
            subject=row,
            partner_id=row.partner_id,
            now=now,
            summary=sentence(
                "Lifted a measure against %(partner)s: %(effect)s",
                partner=row.partner,
                effect=Code("partners.restriction.effect", row.effect, row.get_effect_display()),
            ),
            details={"reason": reason},
        )
        publish(MeasureLifted(read_rulebook(row.program_id), row.partner_id, row.pk, today, now))
    return row


def write_note(
    *,
    actor: Actor,
    text: str,
    now: datetime,
    partner: Partner | None = None,
    application: Application | None = None,
) -> Note:
    """Add an internal note about a partner or an application. Notes can't be changed.

    Raises UnableToNote if the text is empty, PermissionDenied.
    """
    subject = partner or application
    assert subject is not None, "A note is about somebody."
    require(actor, "partners.note", program_id=subject.program_id)
    text = clean(text).strip()
    if not text or len(text) > LONGEST_TEXT:
        raise UnableToNote({"text": too_long() if text else _("Enter a note.")})
    with transaction.atomic():
        note = Note.objects.create(
            program_id=subject.program_id,
            partner=partner,
            application=application,
            text=text,
            by_id=actor.user_id,
            at=now,
        )
        note_act(
            actor=actor,
            action="partners.note",
            subject=note,
            partner_id=partner.pk if partner else None,
            now=now,
            summary=sentence("Wrote a note about %(subject)s", subject=subject),
        )
    return note
