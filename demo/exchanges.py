"""The demo's requests and restrictions, made through the regular operations: some open, some answered or decided."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from common.actor import Actor
from common.tenancy import bind_actor
from demo.plan import DemoExchange, Plan
from partners.measures.operations.requests import answer_information, ask_information, ask_trademark, decide_trademark
from partners.measures.operations.restrictions import lower_discount
from partners.models import InformationRequest, Member, Restriction, TrademarkRequest
from programs.models import Program, Staff
from programs.rulebook import Rulebook, rulebook_of


def send_exchanges(*, actor: Actor, program: Program, plan: Plan, today: date, now: datetime) -> int:
    """Create and decide the plan's exchanges as of ``today``; returns how many.

    Does nothing if there are any already; skips people who don't exist.
    """
    with bind_actor(actor), transaction.atomic():
        if any(
            model.objects.visible_to(actor).exists() for model in (InformationRequest, TrademarkRequest, Restriction)
        ):
            return 0
        rulebook = rulebook_of(program)
        return sum(_send(program, wanted, rulebook, today, now) for wanted in plan.exchange)


def _send(program: Program, wanted: DemoExchange, rulebook: Rulebook, today: date, now: datetime) -> bool:
    member = Member.objects.filter(program=program, user__email__iexact=wanted.login).select_related("partner").first()
    staff = Staff.objects.filter(program=program, user__email__iexact=wanted.by).first()
    if member is None or staff is None:
        return False
    partner = member.partner
    who = Actor("partner", member.user_id, program.pk, member.partner_id, member.role)
    manager = Actor("staff", staff.user_id, program.pk, role=staff.role)
    past = timedelta(days=wanted.days_ago)
    day, moment = today - past, now - past
    later = min(timedelta(days=1), past)  # when it was answered or decided
    match wanted.what:
        case "information":
            asked_for = ask_information(
                actor=manager, partner=partner, rulebook=rulebook, question=wanted.text, today=day, now=moment
            )
            if wanted.answer:
                answer_information(
                    actor=who, request=asked_for, answer=wanted.answer, today=day + later, now=moment + later
                )
        case "trademark":
            asked = ask_trademark(actor=who, definition=rulebook.on(day), use=wanted.text, now=moment)
            if wanted.approved is not None:
                decide_trademark(
                    actor=manager,
                    request=asked,
                    approved=wanted.approved,
                    note=wanted.answer,
                    today=day + later,
                    now=moment + later,
                )
        case "discount":
            lower_discount(
                actor=manager,
                partner=partner,
                rulebook=rulebook,
                percent=wanted.percent,
                starts_on=day,
                ends_on=day + timedelta(days=wanted.lasts),
                reason=wanted.text,
                conditions=wanted.conditions,
                today=day,
                now=moment,
            )
    return True
