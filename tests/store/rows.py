"""One row of each table of the store, for tests that ask the same of every table."""

from datetime import UTC, date, datetime

from django.db import models

from accounts.models import User
from clients.models import ClientLicence
from partners.models import Document, Partner
from store.models import (
    CartLine,
    ComplianceCheck,
    ComplianceDocument,
    Delivery,
    Order,
    OrderLine,
    OrderStep,
    PriceList,
    Product,
    ProductPrice,
    ProductState,
    Refund,
    RefundLine,
    TaxExemption,
)

NOW, ON = datetime(2026, 3, 1, 9, 0, tzinfo=UTC), date(2026, 2, 1)


def store_rows(partner: Partner, user: User, text: str) -> list[models.Model]:
    """A product in the cart and one in an order; every text that is the partner's own is the given one."""
    own = {"program": partner.program, "partner": partner}
    product, client = first_product(partner), {"company": text, "country": "DE"}
    placed = order(partner, user, text)
    line = placed.lines.get()
    licence = ClientLicence.objects.filter(partner=partner).first()
    return [
        product,
        ProductState.objects.filter(program=partner.program).order_by("pk").first(),
        PriceList.objects.filter(program=partner.program).order_by("pk").first(),
        ProductPrice.objects.filter(program=partner.program).order_by("pk").first(),
        CartLine.objects.create(**own, product=product, client=client, added_at=NOW),
        placed,
        line,
        OrderStep.objects.create(**own, order=placed, kind="placed", text=text, by=user, at=NOW),
        Delivery.objects.create(**own, line=line, unit=1, licence=licence, at=NOW),
        *_after(partner, user, placed, text),
    ]


def _after(partner: Partner, user: User, placed: Order, text: str) -> list[models.Model]:
    """A refund and a compliance record of the order."""
    own = {"program": partner.program, "partner": partner}
    refund = Refund.objects.create(
        **own, order=placed, place=1, refunded_on=ON, reason=text, net=10, tax=0, total=10, at=NOW
    )
    part = RefundLine.objects.create(**own, refund=refund, line=placed.lines.get(), quantity=1, net=10, tax=0)
    check = ComplianceCheck.objects.create(
        **own,
        order=placed,
        state="waiting",
        company=text[:200],
        countries=["BY"],
        opened_at=NOW,
        question=text,
        answer=text,
    )
    document = Document.objects.filter(partner=partner).first()
    return [
        refund,
        part,
        check,
        ComplianceDocument.objects.create(**own, check_of=check, document=document),
        exemption(partner, user, text),
    ]


def first_product(partner: Partner) -> Product:
    """A product of the program's catalogue."""
    return Product.objects.filter(program=partner.program).order_by("pk")[0]


def order(partner: Partner, user: User, text: str = "Acme") -> Order:
    """An order that waits for its payment; every text that is the partner's own is the given one."""
    own, product = {"program": partner.program, "partner": partner}, first_product(partner)
    placed = Order.objects.create(
        **own,
        number=f"{partner.code.upper()}2222"[:20],
        state="placed",
        currency=partner.currency,
        method="bank_transfer",
        billing={"name": text, "address": text, "country": partner.country},
        list_total=100,
        net_total=100,
        total=100,
        placed_at=NOW,
        placed_on=ON,
        placed_by=user,
        excluded_reason=text,
    )
    OrderLine.objects.create(
        **own,
        order=placed,
        place=1,
        product=product,
        name=product.name,
        market="europe",
        quantity=1,
        unit_price=100,
        minimum=100,
        list_amount=100,
        percent=0,
        net=100,
        total=100,
        client={"company": text, "country": "DE"},
    )
    return placed


def paid_order(partner: Partner, user: User, *, excluded: bool = False) -> Order:
    """An order that is paid, and excluded from sales if asked."""
    placed = order(partner, user)
    placed.state, placed.paid_on, placed.paid_at = "paid", ON, NOW
    placed.excluded_on = ON if excluded else None
    placed.save(update_fields=["state", "paid_on", "paid_at", "excluded_on"])
    return placed


def check(partner: Partner, user: User) -> ComplianceCheck:
    """A compliance record that waits for its decision."""
    return ComplianceCheck.objects.create(
        program=partner.program, partner=partner, state="waiting", company="Acme", opened_at=NOW, opened_by=user
    )


def exemption(partner: Partner, user: User, text: str = "DE-17") -> TaxExemption:
    """A tax exemption without an end."""
    return TaxExemption.objects.create(
        program=partner.program, partner=partner, proof=text[:200], starts_on=ON, approved_at=NOW, approved_by=user
    )
