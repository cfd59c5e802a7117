"""The demo's orders: paid, refunded, excluded and open ones, placed and confirmed through the regular operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from common.actor import Actor
from common.tenancy import bind_actor
from demo.plan import DemoOrder, Plan
from partners.models import Member, Partner
from programs.definition.store import Store
from programs.models import Program, Staff
from programs.rulebook import Rulebook, rulebook_of
from store.models import Order, Product
from store.orders.operations import pay_order, place_order
from store.orders.operations.correcting import exclude_order, refund_order
from store.pricing.quoting import EndClient, Wanted

METHOD = "bank_transfer"


def send_orders(*, actor: Actor, program: Program, plan: Plan, today: date, now: datetime) -> int:
    """Place and settle the plan's orders as of ``today``; returns how many.

    Does nothing if orders exist already or the rules have no store; skips people who don't exist.
    """
    with bind_actor(actor), transaction.atomic():
        rulebook = rulebook_of(program)
        store = rulebook.on(today).store
        if store is None or Order.objects.visible_to(actor).exists():
            return 0
        return sum(_send(program, wanted, rulebook, store, today, now) for wanted in plan.order)


def _send(program: Program, wanted: DemoOrder, rulebook: Rulebook, store: Store, today: date, now: datetime) -> bool:
    members = Member.objects.filter(program=program, user__email__iexact=wanted.login)
    member = members.select_related("partner").first()
    if member is None:
        return False
    partner = _verified(member.partner, rulebook, today)
    products = {each.code: each for each in Product.objects.filter(program=program)}
    past = timedelta(days=wanted.days_ago)
    order = place_order(
        actor=Actor("partner", member.user_id, program.pk, member.partner_id, member.role),
        partner=partner,
        rulebook=rulebook,
        wanted=[
            Wanted(products[each.product], each.quantity, EndClient(each.company, each.country, each.account))
            for each in wanted.item
        ],
        method=METHOD,
        today=today - past,
        now=now - past,
    )
    staff = Staff.objects.filter(program=program, user__email__iexact=wanted.by).first()
    if wanted.paid_after is not None and staff is not None:
        _settle(wanted, order, Actor("staff", staff.user_id, program.pk, role=staff.role), today, now)
    return True


def _settle(wanted: DemoOrder, order: Order, manager: Actor, today: date, now: datetime) -> None:
    """Confirm the payment, and what was decided about the order a day later."""
    past = timedelta(days=max(wanted.days_ago - (wanted.paid_after or 0), 0))
    paid = pay_order(actor=manager, order=order, paid_on=today - past, means=METHOD, now=now - past)
    later = timedelta(days=min(1, past.days))
    then: dict[str, Any] = {"actor": manager, "order": paid, "today": today - past + later, "now": now - past + later}
    if wanted.excluded:
        exclude_order(**then, reason=wanted.excluded)
    if wanted.refunded:
        refund_order(**then, reason=wanted.refunded)


def _verified(partner: Partner, rulebook: Rulebook, today: date) -> Partner:
    """The partner with verified billing details: companies of the import have none, and orders need them."""
    if partner.verification != Partner.Verification.VERIFIED:
        partner.verification = Partner.Verification.VERIFIED
        partner.legal = {"registered_name": partner.name, "legal_address": partner.address, **partner.legal}
        entities = [entity.code for entity in rulebook.on(today).entities]
        partner.entity = partner.entity or next(iter(entities), "")
        partner.save(update_fields=["verification", "legal", "entity"])
    return partner
