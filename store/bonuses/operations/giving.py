"""Giving bonuses: apply, decide, award, and revoke for misuse (B24-9a, B24-9c, B24-10a)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.constraints import violated
from common.events import publish
from common.languages import listed
from common.numbers import short_money
from partners.models import Partner
from programs.definition.bonuses import Bonus
from programs.rulebook import Rulebook, read_rulebook
from store.bonuses.events import BonusCredited, BonusDeclined, BonusRevoked
from store.bonuses.posting import Kind, UnableToGiveBonus, bonus_of, bonuses_of, entry, held_credits
from store.bonuses.queries import offer_of
from store.bonuses.rules import expires_on, period
from store.models import BonusApplication, BonusCredit, BonusEntry, BonusUse

State = BonusApplication.State


def apply_for_bonus(
    *, actor: Actor, partner: Partner, rulebook: Rulebook, kind: str, today: date, now: datetime
) -> BonusApplication:
    """Apply for a bonus once its conditions are met (B24-9a); where the program says so, it is credited at once.

    Raises UnableToGiveBonus with what is missing; PermissionDenied when the role may not apply.
    """
    require(actor, "bonuses.apply", program_id=partner.program_id)
    if actor.user_id is None:
        raise PermissionDenied("A person applies for a bonus.")
    bonus = bonus_of(rulebook, kind, today)
    offer = offer_of(actor=actor, partner=partner, rulebook=rulebook, bonus=bonus, on=today)
    if offer.obstacle:
        raise UnableToGiveBonus({"": offer.obstacle})
    if offer.missing:
        names = listed(finding.requirement.name for finding in offer.missing)
        raise UnableToGiveBonus({"": _("Still missing: %(names)s.") % {"names": names}})
    try:
        with transaction.atomic():
            application = BonusApplication.objects.create(
                program_id=partner.program_id, partner=partner, kind=kind, applied_by_id=actor.user_id, applied_at=now
            )
    except IntegrityError as error:
        if not violated(error, "store_bonus_one_application"):
            raise
        raise UnableToGiveBonus({"": _("You have already applied for this bonus.")}) from error
    if bonus.decided == "at_once":
        system = Actor.system(partner.program_id)
        approve_bonus(actor=system, application=application, rulebook=rulebook, today=today, now=now)
    return application


def approve_bonus(
    *, actor: Actor, application: BonusApplication, rulebook: Rulebook, today: date, now: datetime
) -> BonusCredit:
    """Credit the bonus that was applied for; it is valid from acceptance, whenever it is approved (B24-9a).

    Raises UnableToGiveBonus once it is decided, its validity is over, or the partner has had this bonus.
    """
    require(actor, "bonuses.decide", program_id=application.program_id)
    with transaction.atomic():
        row = _for_decision(actor, application)
        bonus = bonus_of(rulebook, row.kind, today)
        row.state, row.decided_by_id, row.decided_at = State.APPROVED, actor.user_id, now
        row.save(update_fields=["state", "decided_by", "decided_at"])
        return _credit(
            actor,
            Partner.objects.visible_to(actor).get(pk=row.partner_id),
            rulebook,
            bonus,
            bonus.at_least,
            today=today,
            now=now,
            application=row,
        )


def decline_bonus(
    *, actor: Actor, application: BonusApplication, reason: str, today: date, now: datetime
) -> BonusApplication:
    """Decline an application, and tell the partner why. Raises UnableToGiveBonus once it is decided."""
    require(actor, "bonuses.decide", program_id=application.program_id)
    with transaction.atomic():
        row = _for_decision(actor, application)
        row.state, row.reason = State.DECLINED, reason
        row.decided_by_id, row.decided_at = actor.user_id, now
        row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        said = sentence("Declined the application for bonus %(kind)s", kind=row.kind)
        note_act(actor=actor, action="bonuses.decide", subject=row, partner_id=row.partner_id, now=now, summary=said)
        publish(BonusDeclined(read_rulebook(row.program_id), row.partner_id, row.pk, today, now))
    return row


def award_bonus(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    kind: str,
    amount: Decimal,
    reason: str,
    today: date,
    now: datetime,
) -> BonusCredit:
    """Credit a bonus that managers give, once a year to a partner; valid to 31 December (B24-10a).

    ``amount`` is in the partner's account currency. Raises UnableToGiveBonus for an amount outside the program's range
    or a second award in the year.
    """
    require(actor, "bonuses.decide", program_id=partner.program_id)
    bonus = bonus_of(rulebook, kind, today)
    if bonus.given != "by_manager":
        raise UnableToGiveBonus({"kind": _("Partners apply for this bonus themselves.")})
    if not bonus.at_least <= amount <= bonus.at_most:
        said = _("Enter an amount from %(least)s to %(most)s.")
        least, most = (short_money(each, partner.currency) for each in (bonus.at_least, bonus.at_most))
        raise UnableToGiveBonus({"amount": said % {"least": least, "most": most}})
    if amount != amount.quantize(Decimal("0.01")):
        raise UnableToGiveBonus({"amount": _("Enter an amount with two decimals at most.")})
    with transaction.atomic():
        return _credit(actor, partner, rulebook, bonus, amount, today=today, now=now, reason=reason)


def revoke_bonus(
    *, actor: Actor, credit: BonusCredit, reason: str, measures: Sequence[str] = (), today: date, now: datetime
) -> BonusCredit:
    """Revoke a bonus for misuse; what is left of it is gone, and what comes back to it later too (B24-9c).

    ``measures`` are further ones of the program's rules: the event carries them, with the orders the bonus paid for.
    Raises UnableToGiveBonus for a bonus that is already revoked.
    """
    require(actor, "bonuses.decide", program_id=credit.program_id)
    rulebook = read_rulebook(credit.program_id)
    abuse = bonuses_of(rulebook, today).abuse
    if abuse is None or "revoke" not in abuse.measures or not set(measures) <= set(abuse.measures):
        raise UnableToGiveBonus({"measures": _("This program doesn't have this measure.")})
    with transaction.atomic():
        credit = held_credits(actor, [credit.pk])[credit.pk]
        if credit.revoked_on is not None:
            raise UnableToGiveBonus({"": _("This bonus was already revoked.")})
        credit.revoked_on = today
        credit.save(update_fields=["revoked_on"])
        entry(
            credit,
            Kind.REVOKED,
            -credit.available,
            key=f"revocation/{credit.pk}",
            on=today,
            now=now,
            reason=reason,
            by_id=actor.user_id,
        ).save()
        paid = BonusEntry.objects.visible_to(actor).filter(credit=credit, kind=Kind.USED)
        orders = paid.exclude(use__state=BonusUse.State.RELEASED).values_list("use__order", flat=True)
        note_act(
            actor=actor,
            action="bonuses.decide",
            subject=credit,
            partner_id=credit.partner_id,
            now=now,
            summary=sentence(
                "Revoked bonus %(kind)s of %(amount)s %(currency)s",
                kind=credit.kind,
                amount=credit.amount,
                currency=credit.currency,
            ),
            details={"reason": reason, "measures": list(measures)},
        )
        event = BonusRevoked(
            rulebook, credit.partner_id, credit.pk, tuple(sorted(set(orders))), tuple(measures), today, now
        )
        publish(event)
    return credit


def _for_decision(actor: Actor, application: BonusApplication) -> BonusApplication:
    rows = BonusApplication.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    row = rows.get(pk=application.pk)
    if row.state != State.SUBMITTED:
        said = _("This application was already decided: %(state)s.")
        raise UnableToGiveBonus({"": said % {"state": row.get_state_display()}})
    return row


def _credit(
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    bonus: Bonus,
    amount: Decimal,
    *,
    today: date,
    now: datetime,
    application: BonusApplication | None = None,
    reason: str = "",
) -> BonusCredit:
    until = expires_on(bonus, accepted_on=partner.accepted_on, credited_on=today)
    if partner.ended_on and partner.ended_on <= today:
        raise UnableToGiveBonus({"": _("The partnership has ended.")})
    if until <= today:
        said = _("This bonus was valid until %(day)s only.") % {"day": date_format(until)}
        raise UnableToGiveBonus({"": said})
    try:
        with transaction.atomic():
            credit = BonusCredit.objects.create(
                program_id=partner.program_id,
                partner=partner,
                kind=bonus.code,
                clause=bonus.clause,
                period=period(bonus, today),
                currency=partner.currency,
                amount=amount,
                available=amount,
                credited_on=today,
                expires_on=until,
                application=application,
                credited_by_id=actor.user_id,
                credited_at=now,
                reason=reason,
            )
    except IntegrityError as error:
        if not violated(error, "store_bonus_period"):
            raise
        said = _("%(partner)s already got this bonus in this period.") % {"partner": partner.name}
        raise UnableToGiveBonus({"": said}) from error
    note_act(
        actor=actor,
        action="bonuses.decide",
        subject=credit,
        partner_id=partner.pk,
        now=now,
        summary=sentence(
            "Credited bonus %(kind)s: %(amount)s %(currency)s",
            kind=bonus.code,
            amount=amount,
            currency=partner.currency,
        ),
    )
    publish(BonusCredited(rulebook, partner.pk, credit.pk, today, now))
    return credit
