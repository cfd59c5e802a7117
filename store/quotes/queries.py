"""Reads of quotes and agreed prices."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from common.actor import Actor
from programs.definition.store import AgreedPrices
from programs.rulebook import Rulebook
from store.campaigns.queries import minimum_cut, running_campaigns
from store.models import ClientQuote, PriceAgreement
from store.money import ZERO, minor_units
from store.pricing.asked import EndClient, Wanted
from store.pricing.quotes import Quote, QuotedLine
from store.pricing.quoting import quote
from store.quotes.rules import Floor, floor_of


def client_quotes(actor: Actor) -> QuerySet[ClientQuote]:
    """Quotes that the actor may see, newest first."""
    return ClientQuote.objects.visible_to(actor).order_by("-pk")


def quote_with_lines(actor: Actor, number: str) -> ClientQuote | None:
    """One quote with its lines, by its number."""
    rows = client_quotes(actor).filter(number=number).select_related("partner", "made_by")
    return rows.prefetch_related("lines", "lines__product").first()


def waiting_quotes(actor: Actor) -> QuerySet[ClientQuote]:
    """Quotes whose prices wait for the vendor's decision, oldest first."""
    return ClientQuote.objects.visible_to(actor).filter(state=ClientQuote.State.WAITING).order_by("made_at", "pk")


def agreements_of(actor: Actor, on: date) -> QuerySet[PriceAgreement]:
    """Agreed prices of a day that hold for any quote, the latest first."""
    return PriceAgreement.objects.visible_to(actor).in_force(on).filter(quote=None).order_by("-pk")


def floors(
    actor: Actor,
    partner_id: int,
    lines: Iterable[QuotedLine],
    *,
    currency: str,
    on: date,
    agreed_only: AgreedPrices | None = None,
) -> list[Floor]:
    """The lowest price that each line's client may be offered, in the lines' order; two queries."""
    to_agree = agreed_only.competences if agreed_only else []
    wanted = list(lines)
    campaigns = running_campaigns(actor, on)
    rows = agreements_of(actor, on).filter(partner_id=partner_id, currency=currency)
    agreed = list(rows.filter(product__in=[each.wanted.product.pk for each in wanted]))
    found = []
    for each in wanted:
        product, client = each.wanted.product, each.wanted.client
        prices = [Decimal(row.price) for row in agreed if row.product_id == product.pk and row.is_for(client.company)]
        cut = minimum_cut(campaigns, product, client.country)
        minimum = each.price.minimum or ZERO
        found.append(
            floor_of(
                minimum,
                cut=cut,
                agreed=min(prices, default=None),
                units=minor_units(currency),
                agreed_only=product.competence in to_agree,
            )
        )
    return found


def cost_of(actor: Actor, row: ClientQuote, rulebook: Rulebook, on: date) -> Quote:
    """What the partner itself would pay on a day for what it quoted."""
    client = EndClient.of(row.client)
    wanted = [Wanted(line.product, line.quantity, client) for line in row.lines.all()]
    return quote(actor=actor, partner=row.partner, rulebook=rulebook, wanted=wanted, on=on)
