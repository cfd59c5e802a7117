"""Reads of the catalogue: what a product's state and price are on a day."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from common.actor import Actor
from common.prepared import PreparedFor, Slot, columns, made
from common.refusals import Refused
from store.models import Product, ProductPrice, ProductState


def states_on(actor: Actor, on: date, products: Iterable[int]) -> dict[int, str]:
    """The state of each of these products on a day, by id; one that is not in the store yet is missing. One query."""
    ids = list(products)
    return dict(_states(len(ids)).rows(actor, day=on, **_named(ids))) if ids else {}


@lru_cache(maxsize=128)
def _states(count: int) -> PreparedFor:
    def build(actor: Actor) -> QuerySet[ProductState, tuple[int, str]]:
        rows = ProductState.objects.visible_to(actor).filter(product__id__in=_slots(count), effective_from__lte=_DAY)
        latest = rows.order_by("product_id", "-effective_from", "-pk").distinct("product_id")
        return latest.values_list("product_id", "state")

    return PreparedFor(build)


_DAY: Any = Slot("day")


def _slots(count: int) -> list[Any]:
    return [Slot(f"product{n}") for n in range(count)]


def _named(ids: Sequence[int]) -> dict[str, int]:
    return {f"product{n}": pk for n, pk in enumerate(ids)}


def prices_on(actor: Actor, on: date, *, currency: str, products: Iterable[int]) -> dict[tuple[int, str], ProductPrice]:
    """The prices in force on a day in one currency, by product and market; one query.

    A product that is no longer sold in a market is missing there.
    """
    ids, found = list(products), {}
    for *row, market in _prices(len(ids)).rows(actor, day=on, currency=currency, **_named(ids)) if ids else ():
        price = made(ProductPrice, row)
        if price.amount is not None:
            found[price.product_id, market] = price
    return found


@lru_cache(maxsize=128)
def _prices(count: int) -> PreparedFor:
    def build(actor: Actor) -> QuerySet[ProductPrice, tuple[Any, ...]]:
        rows = ProductPrice.objects.visible_to(actor).filter(
            product__id__in=_slots(count), price_list__currency=Slot("currency"), price_list__effective_from__lte=_DAY
        )
        market = "price_list__market"
        latest = rows.order_by("product_id", market, "-price_list__effective_from", "-price_list_id")
        return latest.distinct("product_id", market).values_list(*columns(ProductPrice), market)

    return PreparedFor(build)


def products(actor: Actor) -> QuerySet[Product]:
    """Every product of the program, in the order of the catalogue."""
    return Product.objects.visible_to(actor).order_by("place", "pk")


class UnknownProduct(Refused):
    """A product isn't in the catalogue; ``problems`` says which line names it."""


def by_codes(actor: Actor, codes: Sequence[str]) -> list[Product]:
    """The products of these codes, in their order; one query. Raises UnknownProduct."""
    found = {each.code: each for each in products(actor).filter(code__in=codes)}
    if unknown := {f"{place}.product": code for place, code in enumerate(codes) if code not in found}:
        said = _("There is no product “%(code)s”.")
        raise UnknownProduct({name: said % {"code": code} for name, code in unknown.items()})
    return [found[code] for code in codes]


def offered(actor: Actor, on: date, *, market: str, currency: str) -> QuerySet[Product]:
    """The products sold in a market and currency on a day, with ``amount``, ``minimum`` and ``state``; one query."""
    prices = ProductPrice.objects.filter(
        product=OuterRef("pk"),
        price_list__market=market,
        price_list__currency=currency,
        price_list__effective_from__lte=on,
    ).order_by("-price_list__effective_from", "-price_list_id")
    states = ProductState.objects.filter(product=OuterRef("pk"), effective_from__lte=on).order_by("-effective_from")
    rows = products(actor).annotate(
        amount=Subquery(prices.values("amount")[:1]),
        minimum=Subquery(prices.values("minimum")[:1]),
        state=Subquery(states.values("state")[:1]),
    )
    return rows.filter(amount__isnull=False, state__in=ProductState.SOLD)
