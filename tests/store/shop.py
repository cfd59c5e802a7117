"""A partner that may buy: the catalogue is loaded, its billing details are verified, and it knows a client."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from django.urls import reverse

from common.actor import Actor
from common.tenancy import bind
from partners.models import Partner
from programs.rulebook import read_rulebook
from statuses.models import Decision
from statuses.operations import settle
from store.catalogue.operations.loading import load_catalogue
from store.models import Order, Product
from store.orders.operations import pay_order, place_order
from store.pricing.quoting import EndClient, Wanted

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPENED = date(2020, 1, 1)
LINE = {"quantity": "2", "company": "Acme", "country": "DE", "account": "https://acme.bitrix24.de"}
ACME = EndClient(company="Acme", country="DE", account="https://acme.bitrix24.de")


def load(program) -> None:
    """The products of the program's definition, unless publishing has loaded them."""
    with bind(program.pk):
        load_catalogue(
            actor=Actor.system(program.pk),
            rulebook=read_rulebook(program.pk),
            effective_from=OPENED,
            today=OPENED,
            now=NOW,
        )


def buyer(partner: Partner, **fields) -> Partner:
    """The partner with verified billing details, and a standing on its level."""
    with bind(partner.program_id):
        for name, value in {"verification": "verified", "entity": "limited", **fields}.items():
            setattr(partner, name, value)
        partner.save()
        settle(rulebook=read_rulebook(partner.program_id), partner_ids=[partner.pk], until=TODAY, now=NOW)
    return partner


def promote(partner: Partner, level: str, on: date = TODAY) -> None:
    """Decide the partner's level, as a manager's exception."""
    with bind(partner.program_id):
        Decision.objects.create(
            program_id=partner.program_id,
            partner=partner,
            track="status",
            on=on,
            kind="exception",
            level=level,
            reason="A test",
            recorded_at=NOW,
        )
        settle(rulebook=read_rulebook(partner.program_id), partner_ids=[partner.pk], until=on, now=NOW)


def product(program, code: str) -> Product:
    with bind(program.pk):
        return Product.objects.get(program=program, code=code)


def place(actor: Actor, partner: Partner, *wanted: Wanted, today: date = TODAY, now: datetime = NOW, **given) -> Order:
    """An order of these products, by bank transfer."""
    with bind(partner.program_id, partner.pk, actor.user_id):
        return place_order(
            actor=actor,
            partner=partner,
            rulebook=read_rulebook(partner.program_id),
            wanted=list(wanted),
            today=today,
            now=now,
            **{"method": "bank_transfer", **given},
        )


def pay(order: Order, *, paid_on: date = TODAY, now: datetime = NOW, actor: Actor | None = None) -> Order:
    """The order's payment, confirmed by the system."""
    with bind(order.program_id):
        return pay_order(
            actor=actor or Actor.system(order.program_id), order=order, paid_on=paid_on, means="bank_transfer", now=now
        )


def total(rows, name: str) -> Decimal:
    return sum((getattr(row, name) for row in rows), Decimal(0))


def fill_cart(shopper, code: str = "cloud_standard_year", **line) -> None:
    """Put a product into the cart, through the page."""
    answer = shopper.post(reverse("store:cart_add", args=[code]), {**LINE, **line})
    assert answer.status_code == 302, answer.content.decode()


def check_out(shopper, **given):
    """Place the order, through the page."""
    page = shopper.get(reverse("store:checkout"))
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
    return shopper.post(reverse("store:checkout"), {"method": "bank_transfer", "seen": seen, **given})
