"""Notices to partners about their bonuses."""

from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from common.actor import Actor
from common.dates import DAY
from common.tenancy import bind
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from programs.rulebook import Rulebook
from store.bonuses.events import BonusCredited, BonusDeclined, BonusRevoked
from store.models import BonusApplication, BonusCredit, BonusEntry


def tell_of_bonus(event: BonusCredited) -> None:
    """Tell the partner how much it got, until when it is valid, and why."""
    credit = _credit(event.program_id, event.credit_id)
    key = f"bonus/{credit.pk}/credited"
    send_about_credit(event.rulebook, credit, "credited", key=key, today=event.today, now=event.now)


def tell_of_declined_bonus(event: BonusDeclined) -> None:
    """Tell the partner why its application was declined."""
    system = Actor.system(event.program_id)
    row = BonusApplication.objects.visible_to(system).get(pk=event.application_id)
    shown = {"kind": row.kind, "reason": row.reason}
    _tell(event.rulebook, row.partner_id, "declined", f"bonus/declined/{row.pk}", shown, event.today, event.now)


def tell_of_revoked_bonus(event: BonusRevoked) -> None:
    """Tell the partner why its bonus was revoked, and which orders it had paid for."""
    system = Actor.system(event.program_id)
    posted = BonusEntry.objects.visible_to(system).get(key=f"revocation/{event.credit_id}")
    credit = _credit(event.program_id, event.credit_id)
    more = {"reason": posted.reason, "orders": ", ".join(event.orders), "lost": -posted.amount}
    key = f"bonus/{credit.pk}/revoked"
    send_about_credit(event.rulebook, credit, "revoked", key=key, today=event.today, now=event.now, **more)


def send_about_credit(
    rulebook: Rulebook, credit: BonusCredit, what: str, *, key: str, today: date, now: datetime, **more: Any
) -> int:
    """Put a notice about a credit into its partner's inbox; returns 0 for one that was sent before."""
    shown = {
        "kind": credit.kind,
        "amount": credit.amount,
        "available": credit.available,
        "currency": credit.currency,
        "last": credit.expires_on - DAY,
        "reason": credit.reason,
        **more,
    }
    return _tell(rulebook, credit.partner_id, what, key, shown, today, now, clause=credit.clause)


def _credit(program_id: int, credit_id: int) -> BonusCredit:
    return BonusCredit.objects.visible_to(Actor.system(program_id)).get(pk=credit_id)


def _tell(
    rulebook: Rulebook,
    partner_id: int,
    what: str,
    key: str,
    shown: dict[str, Any],
    today: date,
    now: datetime,
    clause: str = "",
) -> int:
    program = rulebook.program
    rules = rulebook.on(today).bonuses
    names = {kind.code: kind.name for kind in rules.kinds} if rules else {}
    with bind(program.pk):
        language = languages_of(program, [partner_id])[partner_id]
    words = {**shown, "what": what, "program": program.called, "name": names.get(shown["kind"], shown["kind"])}

    def write() -> Draft:
        return Draft(
            partner_id=partner_id,
            kind="bonus",
            key=key,
            on=today,
            subject=" ".join(render_to_string("store/notices/bonus_subject.txt", words).split()),
            body=render_to_string("store/notices/bonus.txt", words),
            clause=clause,
            link=reverse("store:bonuses"),
        )

    return send_notices(program_id=program.pk, drafts=[in_every_language(language, write)], now=now)
