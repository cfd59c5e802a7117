"""The demo's requests for a tax exemption, through the regular operation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from common.actor import Actor
from common.tenancy import bind_actor
from demo.papers import stamped_page
from demo.plan import Plan
from demo.plan_store import DemoExemption
from partners.models import Member
from programs.models import Program
from programs.rulebook import Rulebook, rulebook_of
from store.exemptions.requests import ask_exemption
from store.models import ExemptionRequest


def send_exemption_requests(*, actor: Actor, program: Program, plan: Plan, today: date, now: datetime) -> int:
    """Ask for the plan's exemptions as of ``today``; returns how many. Does nothing if there are any."""
    with bind_actor(actor), transaction.atomic():
        rulebook = rulebook_of(program)
        if rulebook.on(today).store is None or ExemptionRequest.objects.visible_to(actor).exists():
            return 0
        return sum(_ask(program, each, rulebook, today, now) for each in plan.exemption)


def _ask(program: Program, wanted: DemoExemption, rulebook: Rulebook, today: date, now: datetime) -> bool:
    members = Member.objects.filter(program=program, user__email__iexact=wanted.login)
    member, past = members.select_related("partner").first(), timedelta(days=wanted.days_ago)
    if member is None:
        return False
    ask_exemption(
        actor=Actor("partner", member.user_id, program.pk, member.partner_id, member.role),
        partner=member.partner,
        rulebook=rulebook,
        proof=wanted.proof,
        file=stamped_page("Exemption certificate", wanted.proof),
        starts_on=today - past,
        ends_on=today - past + timedelta(days=wanted.days),
        today=today - past,
        now=now - past,
    )
    return True
