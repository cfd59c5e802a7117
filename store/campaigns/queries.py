"""Reads of campaigns, and the one that is best for a line."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from common.actor import Actor
from common.prepared import PreparedFor, columns, made, slot
from store.models import PriceCampaign, Product
from store.money import ZERO


def running_campaigns(actor: Actor, on: date) -> list[PriceCampaign]:
    """Campaigns of a day, the one that ends first in front; one query."""
    return [made(PriceCampaign, row) for row in _RUNNING.rows(actor, day=on)]


_RUNNING = PreparedFor(
    lambda actor: (
        PriceCampaign.objects.visible_to(actor)
        .running(slot("day"))
        .order_by("ends_on", "pk")
        .values_list(*columns(PriceCampaign))
    )
)


def discount_of(campaigns: Iterable[PriceCampaign], product: Product, country: str) -> PriceCampaign | None:
    """The campaign with the highest discount for this product and client; None if none gives one."""
    fitting = [each for each in campaigns if each.percent and each.covers(product, country)]
    return max(fitting, key=lambda each: each.percent, default=None)


def minimum_cut(campaigns: Iterable[PriceCampaign], product: Product, country: str) -> Decimal:
    """By how many percent the minimal end-user price is lower for this product and client."""
    fitting = [each.minimum_percent for each in campaigns if each.lowers and each.covers(product, country)]
    return max(fitting, default=ZERO)
