"""What partners of each level pay for a product on a day, and the prices in force as rows of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.permissions import require
from common.actor import Actor
from common.dates import EARLIEST
from programs.definition import MAIN_TRACK, Definition
from store.catalogue.queries import prices_on, products
from store.models import PriceList, Product, ProductPrice
from store.money import ZERO, minor_units
from store.pricing.rules import Asked, price_lines


@dataclass(frozen=True)
class LevelPrices:
    """A price with what each level pays."""

    market: str
    currency: str
    effective_from: date
    amount: Decimal | None
    minimum: Decimal | None
    levels: Sequence[tuple[str, Decimal]]

    @property
    def from_the_start(self) -> bool:
        """Whether it came with the program's first rules."""
        return self.effective_from == EARLIEST


def level_prices(actor: Actor, product: Product, definition: Definition, *, on: date) -> list[LevelPrices]:
    """The product's prices in force on a day or later, each with the net for every level."""
    rows = ProductPrice.objects.visible_to(actor).filter(product=product).select_related("price_list")
    current: dict[tuple[str, str], ProductPrice] = {}
    later = []
    for price in rows.order_by("price_list__effective_from", "price_list_id"):
        if price.price_list.effective_from <= on:
            current[price.price_list.market, price.price_list.currency] = price
        else:
            later.append(price)
    return [_with_levels(price, definition) for price in [*current.values(), *later]]


def _with_levels(price: ProductPrice, definition: Definition) -> LevelPrices:
    found = price.price_list
    levels = []
    for level in definition.track(MAIN_TRACK).levels if price.amount is not None else []:
        percent = Decimal(level.benefits.discount.percent) if level.benefits.discount else ZERO
        asked = Asked(price.amount or ZERO, 1, percent)
        levels.append((level.name, price_lines([asked], units=minor_units(found.currency))[0].net))
    return LevelPrices(found.market, found.currency, found.effective_from, price.amount, price.minimum, levels)


def export_rows(*, actor: Actor, today: date) -> list[Sequence[Any]]:
    """The prices in force today: product, market, currency, price, minimum. Raises PermissionDenied for partners."""
    require(actor, "catalogue.edit")
    codes = {product.pk: product.code for product in products(actor)}
    found: list[Sequence[Any]] = []
    currencies = PriceList.objects.visible_to(actor).order_by("currency").values_list("currency", flat=True).distinct()
    for currency in currencies:
        rows = prices_on(actor, today, currency=currency, products=codes)
        found += [
            (codes[pk], market, currency, price.amount, price.minimum) for (pk, market), price in sorted(rows.items())
        ]
    return found
