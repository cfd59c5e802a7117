"""The store: prices and taxes, markets, delivery, and duties after a purchase."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from programs.definition.base import Code, Country, Currency, Label, Name, Number, Part, Percent, Rule

ProductKind = Literal["cloud", "on_premise", "upgrade", "maintenance", "addon"]
Domain = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,}(\.[a-z]{2,})?$")]


class Market(Rule):
    """Where a price list applies: by the domain of the client's account, or the client's country.

    A ``fallback`` market takes the clients that no other one covers.
    """

    code: Code
    name: Label
    domains: list[Domain] = Field(default_factory=list)
    countries: list[Country] = Field(default_factory=list)
    currencies: list[Currency] = Field(min_length=1)
    payment_methods: list[Code] = Field(min_length=1)
    fallback: bool = False


class Price(Part):
    """List price and minimal end-user price in one currency of one market."""

    market: Code
    currency: Currency
    price: Annotated[Number, Field(ge=0)]
    minimum: Annotated[Number, Field(ge=0)]


class Product(Rule):
    """A product; ``seats`` is the plan's included user limit.

    ``enterprise`` products need the track ``competence``. A paid line is recorded as ``activity``, if not as the
    store's ``sales``, with ``attributes``. ``family`` groups products. A product for existing clients is sold to those
    that have one that ``requires`` names, and any product if it names none. ``barred_while_paid`` refuses a client
    until the end of its paid term. An upgrade turns the license into one of the product that it ``becomes``.
    """

    code: Code
    name: Label
    kind: ProductKind
    months: int | None = Field(default=None, gt=0)
    seats: int | None = Field(default=None, gt=0)
    state: Literal["on_sale", "existing_clients", "withdrawn", "archived"] = "on_sale"
    enterprise: bool = False
    competence: Code | None = None
    family: Code | None = None
    activity: Code | None = None
    attributes: dict[Code, str] = Field(default_factory=dict)
    requires: list[Code] = Field(default_factory=list)
    barred_while_paid: bool = False
    becomes: Code | None = None
    prices: list[Price] = Field(default_factory=list)


class Prices(Rule):
    """How a price is shown, line by line, after the discount of the level."""

    include_taxes: bool = False
    lines: list[Literal["list_price", "discount", "net", "tax", "total"]] = Field(min_length=1)


class Tax(Part):
    """The tax a contracting entity adds for buyers in the countries (an empty list: everywhere else).

    Without ``entity``, every entity adds it. The first entry that applies is taken; one with ``needs_tax_id`` applies
    to buyers with a valid tax ID only. ``category`` is the code of EN 16931: S standard, AE reverse charge, O outside
    scope, G export, E exempt, Z zero rate.
    """

    entity: Code | None = None
    name: Label
    percent: Percent
    countries: list[Country] = Field(default_factory=list)
    category: Literal["S", "AE", "O", "G", "E", "Z"] = "S"
    needs_tax_id: bool = False


class Payment(Rule):
    """Conditions of payment, and the taxes added; an approved exemption pays none.

    With ``tax_id_check`` "register", a tax ID counts if a register of tax IDs said that it is valid, at most
    ``tax_id_days`` ago. An unpaid order keeps its prices for ``due_days``; without them, until it is paid or canceled.
    It is canceled once the due day has passed by more than ``late_days``, in which transfers that were on time are
    booked.
    """

    verified_billing: bool = True
    exemptions: bool = True
    tax_id_check: Literal["format", "register"] = "format"
    tax_id_days: int = Field(default=90, gt=7)
    due_days: int | None = Field(default=None, gt=0)
    late_days: int = Field(default=7, ge=0)
    taxes: list[Tax] = Field(default_factory=list)


class PriceChanges(Rule):
    """Changes of prices or products are announced at least ``notice_days`` before."""

    notice_days: int = Field(ge=0)


class Delivery(Rule):
    """What a paid product of a kind turns into, and where it is sent."""

    kind: ProductKind
    becomes: Literal["activation_key", "active_subscription"]
    to: Literal["billing_email"] = "billing_email"


class MinimumPrice(Rule):
    """Whether the minimum end-user price is shown beside the partner's, and whether lower quotes are refused."""

    shown: bool = True
    quotes_below: Literal["refused", "allowed"] = "refused"


class AgreedPrices(Rule):
    """Products that need one of these competences are quoted at a price that the vendor agreed to, or not at all."""

    competences: list[Code] = Field(min_length=1)


class Registration(Rule):
    """A license must be registered to its end user within ``days`` of the purchase, or it is deactivated."""

    days: int = Field(gt=0)
    reminders: list[int] = Field(default_factory=list)


class LateRenewal(Rule):
    """A key whose term is over can still be renewed within ``days``; the new term begins where the old one ended."""

    days: int = Field(gt=0)


class CloudAccount(Rule):
    """A cloud line needs the client's account address at checkout; ``hosts`` are the endings it may have."""

    hosts: list[Label] = Field(min_length=1)


class ClientData(Rule):
    """Client data that match the partner's own in one of these are refused."""

    refused: list[Literal["mail_domain", "tax_id", "phone", "team_address"]] = Field(min_length=1)


class Territory(Part):
    """What holds for sales to a country, from and until a day; ``review`` waits for a compliance decision."""

    country: Country
    since: date
    until: date | None = None
    state: Literal["open", "review", "excluded"] = "excluded"


class Exclusions(Rule):
    """Territories and persons that can't be sold to; the list of persons is in the portal.

    ``open`` lists territories that are simply open; ``unlisted`` holds for those that stand nowhere. A client whose
    name is at least ``near`` percent like a listed one is reviewed; the same name is refused.
    """

    territories: list[Territory] = Field(default_factory=list)
    persons: bool = True
    near: int = Field(default=88, ge=50, le=100)
    open: list[Country] = Field(default_factory=list)
    unlisted: Literal["open", "review", "excluded"] = "open"


class KnowYourCustomer(Rule):
    """Requests for documents about a client: due in ``due_days``, with ``reminders`` that many days before.

    ``suspends`` says whether a request that was missed or answered falsely blocks the partner's orders by itself.
    """

    due_days: int = Field(default=14, gt=0)
    reminders: list[int] = Field(default_factory=lambda: [7, 1])
    suspends: Literal["by_itself", "by_manager"] = "by_itself"


class UncountedOrders(Rule):
    """Why a manager may take an order out of sales and seats; a reason is always recorded."""

    reasons: list[Label] = Field(min_length=1)


class DiscountCut(Rule):
    """A temporary lower discount set by a manager: what must be recorded. It expires, or the manager ends it."""

    records: list[Literal["reason", "conditions", "end"]] = Field(min_length=1)
    notice: Code


class FirstSale(Rule):
    """A further discount on the first paid order, once ever, on the net after the level's discount.

    With ``family``, on the products of that family, in the first paid order that holds one.
    """

    percent: Percent
    family: Code | None = None


class Sales(Rule):
    """The kind of activity that paid lines are recorded as: one for each client in the order, or one for the order."""

    activity: Code
    per: Literal["client", "order"] = "client"


NumberPrefix = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]*$", max_length=12)]


class InvoiceSeries(Part):
    """The numbers of one contracting entity's invoices, and what is printed on them; without ``entity``, of all others.

    A number is prefix, year and a count of ``digits`` digits that starts each year at 1. ``iban``, ``bic`` and ``bank``
    are where transfers go.
    """

    entity: Code | None = None
    invoice: NumberPrefix = ""
    credit_note: NumberPrefix = "CN"
    digits: int = Field(default=5, ge=1, le=12)
    tax_id: Name | None = None
    registration: Name | None = None
    iban: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$")] | None = None
    bic: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{8}([A-Z0-9]{3})?$")] | None = None
    bank: Name | None = None


class Invoicing(Rule):
    """Invoices: one series of numbers for each contracting entity and year, and another for credit notes."""

    series: list[InvoiceSeries] = Field(default_factory=list)

    def of(self, entity: str) -> InvoiceSeries:
        """The series of an entity; the one without an entity, or the usual one, where it has none of its own."""
        own = next((each for each in self.series if each.entity == entity), None)
        return own or next((each for each in self.series if each.entity is None), InvoiceSeries())


class Store(Part):
    """The store."""

    prices: Prices
    payment: Payment
    markets: list[Market] = Field(default_factory=list)
    products: list[Product] = Field(default_factory=list)
    price_changes: PriceChanges | None = None
    deliveries: list[Delivery] = Field(default_factory=list)
    minimum_price: MinimumPrice | None = None
    agreed_prices: AgreedPrices | None = None
    registration: Registration | None = None
    late_renewal: LateRenewal | None = None
    cloud_account: CloudAccount | None = None
    client_data: ClientData | None = None
    exclusions: Exclusions | None = None
    know_your_customer: KnowYourCustomer | None = None
    uncounted_orders: UncountedOrders | None = None
    discount_cut: DiscountCut | None = None
    first_sale: FirstSale | None = None
    invoicing: Invoicing | None = None
    sales: Sales | None = None

    @property
    def late_days(self) -> int:
        """For how many days after its end a key can still be renewed."""
        return self.late_renewal.days if self.late_renewal else 0
