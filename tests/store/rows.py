"""One row of each table of the store, for tests that ask the same of every table."""

from datetime import UTC, date, datetime

from django.db import models

from accounts.models import User
from clients.models import ClientLicence
from partners.models import Partner
from store.models import (
    CartLine,
    Delivery,
    Order,
    OrderLine,
    OrderStep,
    PriceList,
    Product,
    ProductPrice,
    ProductState,
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
