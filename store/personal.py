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
    ComplianceCheck,
    Invoice,
    Order,
    OrderLine,
    OrderStep,
    Payment,
    PriceList,
    Product,
    ProvisioningEndpoint,
    ProvisioningMessage,
    Refund,
    TaxExemption,
)

_BOOKS = _(
    "Bookkeeping and tax law: invoices and payments are kept for as long as the law of the invoicing company says."
)

keep(Invoice, "seller buyer lines taxes reason", title=_("Invoices"), why=_BOOKS)
keep(Order, "billing tax_evidence", title=_("Billing details of orders"), why=_BOOKS)
keep(BankEntry, "key text payer note", title=_("Bank payments"), why=_BOOKS)
keep(Payment, "reference", title=_("Payments"), why=_BOOKS)
keep(TaxExemption, "proof", title=_("Tax certificates"), why=_BOOKS)
mention(Order, "excluded_reason")
mention(OrderLine, "client attributes")
plain(OrderLine, "name tax_name")
mention(OrderStep, "text")
mention(Refund, "reason")
mention(CartLine, "client")
mention(ComplianceCheck, "company question answer reason")
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
