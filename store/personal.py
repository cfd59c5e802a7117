"""What the store holds of people. Invoices, orders and payments are kept: bookkeeping and tax law ask for them."""

from django.utils.translation import gettext_lazy as _

from common.personal.registry import keep, mention, plain
from store.models import (
    BankEntry,
    BankStatement,
    BonusApplication,
    BonusCredit,
    BonusEntry,
    BonusUse,
    CardCheckout,
    CardDispute,
    CardRefund,
    CartLine,
    ClientQuote,
    ClientQuoteLine,
    ComplianceCheck,
    ExcludedPerson,
    ExemptionRequest,
    Invoice,
    KycRequest,
    LicenceChange,
    Order,
    OrderLine,
    OrderStep,
    Payment,
    PersonList,
    PriceAgreement,
    PriceCampaign,
    PriceList,
    Product,
    ProvisioningEndpoint,
    ProvisioningMessage,
    Refund,
    TaxExemption,
    TaxIdAnswer,
)

_BOOKS = _(
    "Bookkeeping and tax law: invoices and payments are kept for as long as the law of the invoicing company requires."
)

keep(Invoice, "seller buyer lines taxes reason", title=_("Invoices"), why=_BOOKS)
keep(Order, "billing tax_evidence", title=_("Billing details of orders"), why=_BOOKS)
keep(BankEntry, "key text payer note", title=_("Bank payments"), why=_BOOKS)
keep(Payment, "reference", title=_("Payments"), why=_BOOKS)
keep(TaxExemption, "proof", title=_("Tax certificates"), why=_BOOKS)
mention(ExemptionRequest, "proof reason")
mention(Order, "excluded_reason")
mention(OrderLine, "client attributes")
plain(OrderLine, "name tax_name campaign")
mention(OrderStep, "text")
mention(Refund, "reason")
mention(CartLine, "client")
mention(ComplianceCheck, "company matches question answer reason")
plain(ComplianceCheck, "countries clause")
mention(BonusApplication, "reason")
mention(BonusCredit, "reason")
mention(BonusEntry, "reason key")
plain(BonusCredit, "clause")
plain(BonusUse, "order")
mention(BankStatement, "name")
mention(PriceList, "note")
plain(Product, "name attributes requires clause")
plain(CardCheckout, "account session intent")
mention(CardCheckout, "note")
plain(CardRefund, "reference failure")
mention(CardRefund, "note")
plain(CardDispute, "reference reason")
plain(ProvisioningEndpoint)
plain(ProvisioningMessage, "failure")
mention(ProvisioningMessage, "content")
keep(TaxIdAnswer, "tax_id reference name answer", title=_("Checks of tax IDs"), why=_BOOKS)
keep(
    ExcludedPerson,
    "source name plain reference",
    title=_("Lists of excluded persons"),
    why=_("Sanctions law: we must not sell to companies and people on these lists."),
)
mention(ClientQuote, "client company message request reason")
plain(ClientQuoteLine, "name")
mention(PriceAgreement, "company reason reference")
plain(PriceCampaign)
mention(KycRequest, "company question answer reason")
plain(LicenceChange)
plain(PersonList)
