"""A price agreed for a deal lets the partner's quotes to that client go as low (KKV-5.3, B24-13.5)."""

from contextlib import suppress

from common.actor import Actor
from leads.deals.events import DealPriceAgreed
from leads.deals.models import DealPrice
from store.models import Product
from store.quotes.operations import UnableToAgree, agree_price


def let_quote(event: DealPriceAgreed) -> None:
    """Agree the deal's price in the store, where it names a product and the partner's own currency.

    The partner is told about its deal; what the store can't take, such as too many decimals, stays on the deal only.
    """
    system = Actor.system(event.program_id)
    price = DealPrice.objects.visible_to(system).select_related("deal", "partner").get(pk=event.price_id)
    product = Product.objects.visible_to(system).filter(code=price.product).first() if price.product else None
    if product is None or price.agreed is None or price.valid_until is None:
        return
    if price.currency != price.partner.currency:
        return
    with suppress(UnableToAgree):
        agree_price(
            actor=system,
            partner=price.partner,
            rulebook=event.rulebook,
            company=price.deal.company,
            product=product,
            price=price.agreed,
            ends_on=price.valid_until,
            reason=f"Deal {price.deal_id}",
            reference=f"deal-price-{price.pk}",
            today=event.today,
            now=event.now,
        )
