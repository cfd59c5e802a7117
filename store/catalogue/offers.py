"""What one unit of a product costs a partner, for a client in its own country."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from partners.requests import PartnerRequest
from statuses.benefits import DiscountNow, discount
from store.campaigns.queries import discount_of, running_campaigns
from store.catalogue.queries import offered
from store.models import PriceCampaign, Product, ProductState
from store.money import ZERO, minor_units
from store.pricing.markets import market_of
from store.pricing.rules import Asked, Priced, price_lines


@dataclass(frozen=True)
class Offer:
    """A product with what one unit costs this partner, and the name of the campaign that lowers it."""

    product: Any
    price: Priced
    campaign: str

    @property
    def existing_only(self) -> bool:
        """Whether it is sold to existing clients only."""
        return bool(self.product.state == ProductState.State.EXISTING_CLIENTS)


def offer_of(
    product: Any, level: DiscountNow | None, campaigns: Sequence[PriceCampaign], country: str, currency: str
) -> Offer:
    """The price of a product of `offered` for a client in a country."""
    campaign = discount_of(campaigns, product, country)
    asked = Asked(
        product.amount,
        1,
        level.percent if level else Decimal(ZERO),
        campaign_percent=campaign.percent if campaign else Decimal(ZERO),
    )
    price = price_lines([asked], units=minor_units(currency))[0]
    return Offer(product, price, campaign.own_name if campaign and campaign.percent else "")


def own_offer(request: PartnerRequest, product: Product) -> Offer | None:
    """The price of a product in the partner's own market; None if it isn't sold there."""
    partner, store = request.partner, request.definition.store
    home = market_of(store, host="", country=partner.country) if store else None
    rows = offered(request.actor, request.today, market=home.code if home else "", currency=partner.currency)
    listed = rows.filter(pk=product.pk).first()
    if listed is None:
        return None
    level = discount(partner=partner, revisions=request.rulebook.revisions, on=request.today)
    campaigns = running_campaigns(request.actor, request.today)
    return offer_of(listed, level, campaigns, partner.country, partner.currency)
