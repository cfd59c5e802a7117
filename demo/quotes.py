"""The demo's campaigns, quotes and requests for client documents, through the regular operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from common.actor import Actor
from common.tenancy import bind_actor
from demo.plan import Plan
from demo.plan_store import DemoCampaign, DemoKyc, DemoQuote
from partners.models import Member
from programs.models import Program, Staff
from programs.rulebook import Rulebook, rulebook_of
from store.campaigns.operations import announce_campaign
from store.kyc.operations import answer_request, ask_for_documents
from store.models import ClientQuote, PriceCampaign, Product
from store.pricing.asked import EndClient
from store.quotes.operations import Offered, agree_to_quote, make_quote

TERM = timedelta(days=30)


def send_quotes(*, actor: Actor, program: Program, plan: Plan, today: date, now: datetime) -> int:
    """Announce the plan's campaigns, make its quotes and ask for documents as of ``today``; returns how many.

    Does nothing if there are any campaigns or quotes, or the rules have no store; skips people who don't exist.
    """
    with bind_actor(actor), transaction.atomic():
        rulebook = rulebook_of(program)
        held = PriceCampaign.objects.visible_to(actor), ClientQuote.objects.visible_to(actor)
        if rulebook.on(today).store is None or any(rows.exists() for rows in held):
            return 0
        done = sum(_announce(program, each, rulebook, today, now) for each in plan.campaign)
        done += sum(_quote(program, each, rulebook, today, now) for each in plan.quote)
        return done + sum(_ask(program, each, rulebook, today, now) for each in plan.kyc)


def _announce(program: Program, wanted: DemoCampaign, rulebook: Rulebook, today: date, now: datetime) -> bool:
    manager, past = _staff(program, wanted.by), timedelta(days=wanted.days_ago)
    if manager is None:
        return False
    announce_campaign(
        actor=manager,
        rulebook=rulebook,
        name=wanted.name,
        names=wanted.names,
        starts_on=today - past,
        ends_on=today - past + timedelta(days=wanted.days),
        percent=wanted.percent,
        minimum_percent=wanted.minimum_percent,
        products=wanted.products,
        today=today - past,
        now=now - past,
    )
    return True


def _quote(program: Program, wanted: DemoQuote, rulebook: Rulebook, today: date, now: datetime) -> bool:
    member, past = _member(program, wanted.login), timedelta(days=wanted.days_ago)
    product = Product.objects.filter(program=program, code=wanted.product).first()
    if member is None or product is None:
        return False
    quote = make_quote(
        actor=Actor("partner", member.user_id, program.pk, member.partner_id, member.role),
        partner=member.partner,
        rulebook=rulebook,
        client=EndClient(wanted.company, wanted.country, wanted.account),
        lines=[Offered(product, wanted.quantity, wanted.price)],
        valid_until=today - past + TERM,
        message=wanted.message,
        request=wanted.request,
        today=today - past,
        now=now - past,
    )
    manager = _staff(program, wanted.by)
    if quote.state == ClientQuote.State.WAITING and manager is not None:
        agree_to_quote(
            actor=manager,
            quote=quote,
            rulebook=rulebook,
            ends_on=quote.valid_until,
            reason="",
            today=today - past,
            now=now - past,
        )
    return True


def _ask(program: Program, wanted: DemoKyc, rulebook: Rulebook, today: date, now: datetime) -> bool:
    member, manager = _member(program, wanted.login), _staff(program, wanted.by)
    store, past = rulebook.on(today).store, timedelta(days=wanted.days_ago)
    if member is None or manager is None or store is None or store.know_your_customer is None:
        return False
    asked = ask_for_documents(
        actor=manager,
        partner=member.partner,
        rulebook=rulebook,
        company=wanted.company,
        question=wanted.question,
        today=today - past,
        now=now - past,
    )
    if wanted.answer:
        partner = Actor("partner", member.user_id, program.pk, member.partner_id, member.role)
        later = now - past + timedelta(days=min(2, wanted.days_ago))
        answer_request(actor=partner, request=asked, answer=wanted.answer, files=[], now=later)
    return True


def _member(program: Program, login: str) -> Member | None:
    return Member.objects.filter(program=program, user__email__iexact=login).select_related("partner").first()


def _staff(program: Program, login: str) -> Actor | None:
    staff = Staff.objects.filter(program=program, user__email__iexact=login).first()
    return Actor("staff", staff.user_id, program.pk, role=staff.role) if staff else None
