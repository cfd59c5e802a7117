"""What a partner pays for some lines on a day, and what keeps it from buying them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from common.actor import Actor
from common.countries import COUNTRY_CODES, country_name
from partners.models import Partner
from programs.definition import Definition
from programs.definition.store import Market, Store
from programs.rulebook import Rulebook
from statuses.benefits import DiscountNow, discount
from statuses.models import Standing
from store.catalogue.queries import prices_on, states_on
from store.models import Order, OrderLine, Product, ProductPrice, ProductState
from store.money import ZERO, minor_units
from store.pricing.markets import account_host, is_account, market_of, territory
from store.pricing.rules import Asked, Priced, Tax, price_lines
from store.pricing.taxes import is_vat_number, tax_for

State = ProductState.State


@dataclass(frozen=True)
class EndClient:
    """The client a line is for. ``account`` is the address of its cloud account; ``known`` the id of its record."""

    company: str = ""
    country: str = ""
    account: str = ""
    email: str = ""
    phone: str = ""
    tax_id: str = ""
    known: int | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "EndClient":
        """The client stored with a line."""
        return cls(**{name: value for name, value in stored.items() if name in cls.__dataclass_fields__})

    def stored(self) -> dict[str, Any]:
        """What is stored with a line: the fields that have a value."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Wanted:
    """A product for one client."""

    product: Product
    quantity: int = 1
    client: EndClient = EndClient()


@dataclass(frozen=True)
class QuotedLine:
    """A line with its market, price and amounts."""

    wanted: Wanted
    market: str
    price: ProductPrice
    amounts: Priced

    @property
    def minimum(self) -> Decimal:
        """The minimal end-user price of all units (B24-2.2b)."""
        return (self.price.minimum or ZERO) * self.wanted.quantity


@dataclass(frozen=True)
class Quote:
    """Every line with its amounts, or the problems that keep it from being bought, by line: ``0.account``."""

    currency: str
    on: date
    lines: Sequence[QuotedLine]
    problems: Mapping[str, str] = field(default_factory=dict)
    level: DiscountNow | None = None
    tax_evidence: Mapping[str, Any] = field(default_factory=dict)
    under_review: bool = False

    def _sum(self, what: str) -> Decimal:
        return sum((getattr(line.amounts, what) for line in self.lines), ZERO)

    @cached_property
    def listed(self) -> Decimal:
        """The list price of everything."""
        return self._sum("list_amount")

    @cached_property
    def discount(self) -> Decimal:
        """All discounts, without the bonus."""
        return self._sum("discount")

    @cached_property
    def level_discount(self) -> Decimal:
        """The level's discount on everything."""
        return self._sum("level_discount")

    @cached_property
    def first_discount(self) -> Decimal:
        """The first-sale discount (BPS-first)."""
        return self._sum("first_discount")

    @cached_property
    def campaign_discount(self) -> Decimal:
        """The campaigns' discount (B24-13.5)."""
        return self._sum("campaign_discount")

    @cached_property
    def bonus(self) -> Decimal:
        """What bonus money pays."""
        return self._sum("bonus")

    @cached_property
    def net(self) -> Decimal:
        """What is paid before tax."""
        return self._sum("net")

    @cached_property
    def tax(self) -> Decimal:
        """The tax on everything."""
        return self._sum("tax")

    @cached_property
    def total(self) -> Decimal:
        """What is paid."""
        return self.net + self.tax

    @cached_property
    def taxes(self) -> list[tuple[Tax, Decimal]]:
        """Each tax with its amount."""
        found: dict[Tax, Decimal] = {}
        for line in self.lines:
            found[line.amounts.asked.tax] = found.get(line.amounts.asked.tax, ZERO) + line.amounts.tax
        return list(found.items())

    @cached_property
    def seen(self) -> str:
        """A digest of every price and amount, to notice later that one has changed."""
        lines = [(line.wanted.product.pk, line.market, line.wanted.quantity, line.amounts) for line in self.lines]
        return sha256(repr((self.currency, lines)).encode()).hexdigest()


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
    tax, evidence = _tax(store, partner, on)
    first = _first_sale(store, partner)
    held = _tracks(actor, partner) if any(each.product.competence for each in wanted) else frozenset()
    kept: list[tuple[Wanted, Market, ProductPrice]] = []
    review = False
    for place, each in enumerate(wanted):
        found, market = _client_problems(store, definition, each, on)
        found |= _product_problems(each.product, states.get(each.product.pk, ""), definition, held)
        price = prices.get((each.product.pk, market.code)) if market else None
        if not found and (market is None or price is None):
            found[""] = _("%(product)s isn't sold to this client in %(currency)s.") % {
                "product": each.product.name,
                "currency": partner.currency,
            }
        problems |= {f"{place}.{name}": words for name, words in found.items()}
        review = review or territory(store.exclusions, each.client.country, on) == "review"
        if not found and market and price:
            kept.append((each, market, price))
    asked = [_asked(each, price, level, first, tax) for each, _market, price in kept]
    amounts = price_lines(asked, units=minor_units(partner.currency), bonus=bonus)
    lines = [
        QuotedLine(each, market.code, price, priced)
        for (each, market, price), priced in zip(kept, amounts, strict=True)
    ]
    return Quote(partner.currency, on, lines, problems, level, evidence, review)


def _asked(
    wanted: Wanted, price: ProductPrice, level: DiscountNow | None, first: "FirstSaleLeft | None", tax: Tax
) -> Asked:
    assert price.amount is not None
    return Asked(
        unit_price=price.amount,
        quantity=wanted.quantity,
        percent=level.percent if level else ZERO,
        first_percent=first.percent if first and first.covers(wanted.product) else ZERO,
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


def _tracks(actor: Actor, partner: Partner) -> frozenset[str]:
    """The tracks on which the partner has a level."""
    rows = Standing.objects.visible_to(actor).filter(partner=partner).exclude(level="")
    return frozenset(rows.values_list("track", flat=True))


def _product_problems(product: Product, state: str, definition: Definition, held: frozenset[str]) -> dict[str, str]:
    said = {"product": product.name}
    if state not in ProductState.SOLD:
        return {"": _("%(product)s is no longer sold. Remove it from the cart.") % said}
    if product.competence and product.competence not in held:
        track = next((each.name for each in definition.tracks if each.code == product.competence), product.competence)
        return {"": _("%(product)s is sold by holders of “%(track)s” only.") % {**said, "track": track}}
    return {}


def _client_problems(
    store: Store, definition: Definition, wanted: Wanted, on: date
) -> tuple[dict[str, str], Market | None]:
    """What is wrong with the client of a line, and its market."""
    client, found = wanted.client, {}
    host = account_host(client.account)
    if client.account and not host:
        found["account"] = _("Enter the account's address, for example https://acme.%(ending)s.") % {
            "ending": _ending(store)
        }
    elif host and store.cloud_account and not is_account(host, store.cloud_account.hosts):
        found["account"] = _("%(host)s isn't an account. Accounts look like acme.%(ending)s.") % {
            "host": host,
            "ending": _ending(store),
        }
    elif not client.account and store.cloud_account and wanted.product.kind == Product.Kind.CLOUD:
        found["account"] = _("Enter the client's account address, for example https://acme.%(ending)s.") % {
            "ending": _ending(store)
        }
    if not client.company:
        found["company"] = _("Enter the client's company.")
    if client.country not in COUNTRY_CODES:
        found["country"] = _("Choose the client's country.")
    elif territory(store.exclusions, client.country, on) == "excluded":
        clause = store.exclusions.clause if store.exclusions else ""
        found["country"] = _("Sales to %(country)s aren't possible: the territory is excluded (%(clause)s).") % {
            "country": country_name(client.country),
            "clause": clause,
        }
    return found, market_of(store, host=host if not found.get("account") else "", country=client.country)


def _ending(store: Store) -> str:
    return store.cloud_account.hosts[0] if store.cloud_account else "example.com"


def _tax(store: Store, partner: Partner, on: date) -> tuple[Tax, dict[str, Any]]:
    """The tax for this buyer, and what it rests on (R4)."""
    tax_id = str(partner.legal.get("tax_id", ""))
    tax = tax_for(store, entity=partner.entity, country=partner.country, tax_id=tax_id)
    evidence = {
        "entity": partner.entity,
        "country": partner.country,
        "tax_id": tax_id,
        "tax_id_valid": is_vat_number(tax_id, partner.country),
        "checked": "format",
        "on": on.isoformat(),
    }
    return tax, evidence
