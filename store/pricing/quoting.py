"""What a partner pays for some lines on a day, and what keeps it from buying them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.actor import Actor
from common.numbers import short_money
from common.prepared import PreparedFor, Slot, columns, made, slot
from partners.models import Partner
from programs.definition.store import Market, Store
from programs.rulebook import Rulebook
from statuses.benefits import DiscountNow, discount
from store.bonuses.checkout import bonus_limit, bonus_lines, takes_bonus
from store.campaigns.queries import discount_of, running_campaigns
from store.catalogue.queries import prices_on, states_on
from store.models import Order, OrderLine, PriceCampaign, Product, ProductPrice, TaxExemption, TaxIdAnswer
from store.money import ZERO, minor_units
from store.pricing.asked import EndClient, Wanted
from store.pricing.eligibility import client_problems, known_clients, product_problems, tracks_held
from store.pricing.markets import territory
from store.pricing.persons import excluded_person, standing_of
from store.pricing.quotes import Quote, QuotedLine
from store.pricing.rules import Asked, Tax, price_lines
from store.pricing.taxes import EXEMPT, is_vat_number, tax_for
from store.screening.queries import screen

__all__ = ["EndClient", "Quote", "QuotedLine", "Wanted", "had_first_sale", "quote"]


def quote(
    *, actor: Actor, partner: Partner, rulebook: Rulebook, wanted: Sequence[Wanted], on: date, bonus: Decimal = ZERO
) -> Quote:
    """Price these lines for a partner on a day, in the partner's currency (R13).

    A line with a problem has no amounts and is left out. A bounded number of queries, whatever the number of lines.
    """
    definition = rulebook.on(on)
    store = definition.store
    if store is None:
        return Quote(partner.currency, on, [], {"": _("This program has no store.")})
    ids = {each.product.pk for each in wanted}
    prices = prices_on(actor, on, currency=partner.currency, products=ids)
    states = states_on(actor, on, ids)
    level = discount(partner=partner, revisions=rulebook.revisions, on=on)
    problems: dict[str, str] = {}
    tax, evidence = _tax(store, partner, actor, on)
    first = _first_sale(store, partner)
    held = tracks_held(actor, partner) if any(each.product.competence for each in wanted) else frozenset()
    known = known_clients(actor, wanted, on, store.late_days)
    campaigns = running_campaigns(actor, on)
    listed = screen(partner.program_id, (name for each in wanted for name in each.client.names), store.exclusions, on)
    kept: list[tuple[Wanted, Market, ProductPrice]] = []
    takes: list[bool] = []
    runs: list[date | None] = []
    follows = {rule.kind for rule in store.deliveries if rule.becomes == "active_subscription"}
    states_of: dict[str, list[EndClient]] = {}
    for place, each in enumerate(wanted):
        found, market = client_problems(store, definition, partner, each, on)
        found |= product_problems(
            each.product,
            states.get(each.product.pk, ""),
            definition=definition,
            held=held,
            client=known.by_line.get(place),
            known=known,
        )
        price = prices.get((each.product.pk, market.code)) if market else None
        if not found and (market is None or price is None):
            found[""] = _("%(product)s isn't sold to this client in %(currency)s.") % {
                "product": definition.worded(each.product.name),
                "currency": partner.currency,
            }
        standing = standing_of(each.client, listed, territory(store.exclusions, each.client.country, on))
        if standing == "excluded" and "country" not in found:
            found["company"] = excluded_person(each.client, store.exclusions)
        states_of.setdefault(standing, []).append(each.client)
        problems |= {f"{place}.{name}": words for name, words in found.items()}
        if not found and market and price:
            kept.append((each, market, price))
            archived = states.get(each.product.pk) == "archived"
            client = known.by_line.get(place)
            runs.append(known.paid_until.get(client.pk) if client and each.product.kind in follows else None)
            takes.append(takes_bonus(definition.bonuses, each.product.kind, client, archived=archived))
    found_in = [discount_of(campaigns, each.product, each.client.country) for each, _market, _price in kept]
    asked = [
        replace(_asked(each, price, level, first, tax, campaign), takes_bonus=one)
        for (each, _market, price), one, campaign in zip(kept, takes, found_in, strict=True)
    ]
    units = minor_units(partner.currency)
    amounts = price_lines(asked, units=units)
    payable = bonus_lines((each.product.kind, one) for (each, _m, _p), one in zip(kept, amounts, strict=True))
    most = bonus_limit(actor=actor, partner=partner, rules=definition.bonuses, lines=payable, on=on)
    if 0 < bonus <= most:
        amounts = price_lines(asked, units=units, bonus=bonus)
    elif bonus:
        said = _("You can use up to %(most)s of your bonus for this order.")
        problems["bonus"] = said % {"most": short_money(most, partner.currency)}
    lines = [
        QuotedLine(each, market.code, price, priced, campaign.own_name if campaign else "", until)
        for (each, market, price), priced, campaign, until in zip(kept, amounts, found_in, runs, strict=True)
    ]
    return Quote(
        partner.currency,
        on,
        lines,
        problems,
        level,
        evidence,
        states_of.get("review", ()),
        states_of.get("excluded", ()),
        most,
        [match for hits in listed.values() for match in hits],
    )


def _asked(
    wanted: Wanted,
    price: ProductPrice,
    level: DiscountNow | None,
    first: "FirstSaleLeft | None",
    tax: Tax,
    campaign: PriceCampaign | None,
) -> Asked:
    assert price.amount is not None
    return Asked(
        unit_price=price.amount,
        quantity=wanted.quantity,
        percent=level.percent if level else ZERO,
        first_percent=first.percent if first and first.covers(wanted.product) else ZERO,
        campaign_percent=campaign.percent if campaign else ZERO,
        tax=tax,
    )


@dataclass(frozen=True)
class FirstSaleLeft:
    """A first-sale discount that the partner has not had yet (BPS-first)."""

    percent: Decimal
    family: str

    def covers(self, product: Product) -> bool:
        """Whether the product is in its scope."""
        return not self.family or product.family == self.family


def _first_sale(store: Store, partner: Partner) -> FirstSaleLeft | None:
    """The first-sale discount, until the first paid order that holds a product of its scope (R5)."""
    rule = store.first_sale
    if rule is None or had_first_sale(partner.pk, rule.family or ""):
        return None
    return FirstSaleLeft(Decimal(rule.percent), rule.family or "")


def had_first_sale(partner_id: int, family: str) -> bool:
    """Whether a paid order of the partner holds a product of this family, or any for an empty one; one query."""
    sold = OrderLine.objects.filter(partner_id=partner_id, order__state__in=Order.EVER_PAID)
    return (sold.filter(product__family=family) if family else sold).exists()


def _tax(store: Store, partner: Partner, actor: Actor, on: date) -> tuple[Tax, dict[str, Any]]:
    """The tax for this buyer, and what it rests on (R4); none with an approved exemption (B24-2.1.1b)."""
    tax_id = str(partner.legal.get("tax_id", ""))
    answer = _registered(store, partner, actor, tax_id, on)
    by_register = store.payment.tax_id_check == "register"
    valid = bool(answer and answer.valid) if by_register else None
    tax = tax_for(store, entity=partner.entity, country=partner.country, tax_id=tax_id, valid=valid)
    evidence: dict[str, Any] = {
        "entity": partner.entity,
        "country": partner.country,
        "tax_id": tax_id,
        "tax_id_valid": is_vat_number(tax_id, partner.country) if valid is None else valid,
        "checked": "register" if by_register else "format",
        "on": on.isoformat(),
    }
    if answer:
        evidence["register"] = {
            "name": answer.register,
            "valid": answer.valid,
            "reference": answer.reference,
            "asked_on": answer.asked_on.isoformat(),
        }
    if store.payment.exemptions and (exempt := _EXEMPTION.first(actor, partner=partner.pk, day=on)):
        return Tax(EXEMPT, _("Exempt"), ZERO), {**evidence, "exemption": exempt[0]}
    return tax, evidence


_EXEMPTION = PreparedFor(
    lambda actor: (
        TaxExemption.objects.visible_to(actor)
        .filter(partner_id=Slot("partner"))
        .in_force(slot("day"))
        .values_list("proof")[:1]
    )
)
_ANSWER = PreparedFor(
    lambda actor: (
        TaxIdAnswer.objects.visible_to(actor)
        .recent(since=slot("since"), on=slot("day"))
        .filter(partner_id=Slot("partner"), country=Slot("country"), tax_id=Slot("tax_id"))
        .values_list(*columns(TaxIdAnswer))[:1]
    )
)


def _registered(store: Store, partner: Partner, actor: Actor, tax_id: str, on: date) -> TaxIdAnswer | None:
    """What a register said lately about the tax ID, where the tax depends on it."""
    if not tax_id or not any(tax.needs_tax_id and partner.country in tax.countries for tax in store.payment.taxes):
        return None
    since = on - timedelta(days=store.payment.tax_id_days)
    given: dict[str, Any] = {"country": partner.country, "tax_id": tax_id[:60]}
    row = _ANSWER.first(actor, partner=partner.pk, since=since, day=on, **given)
    return made(TaxIdAnswer, row) if row else None
