"""Models of the store; each sub-slice has its own module, and this one gathers them for Django."""

from store.bonuses.models import BonusApplication, BonusCredit, BonusEntry, BonusUse
from store.campaigns.models import PriceCampaign
from store.cards.models import CardCheckout, CardDispute, CardRefund
from store.cart.models import CartLine
from store.catalogue.models import PriceList, Product, ProductPrice, ProductState
from store.compliance.models import ComplianceCheck, ComplianceDocument
from store.exemptions.models import ExemptionRequest, TaxExemption
from store.invoices.models import Invoice, InvoiceCounter
from store.kyc.models import KycDocument, KycRequest
from store.orders.models import Delivery, Order, OrderLine, OrderStep, Refund, RefundLine
from store.payments.models import BankEntry, BankStatement, Payment
from store.provisioning.models import ProvisioningEndpoint, ProvisioningMessage
from store.quotes.models import ClientQuote, ClientQuoteLine, PriceAgreement
from store.renewals.models import LicenceChange
from store.screening.models import ExcludedPerson, PersonList
from store.taxids.models import TaxIdAnswer

__all__ = [
    "BankEntry",
    "BankStatement",
    "BonusApplication",
    "BonusCredit",
    "BonusEntry",
    "BonusUse",
    "CardCheckout",
    "CardDispute",
    "CardRefund",
    "CartLine",
    "ClientQuote",
    "ClientQuoteLine",
    "ComplianceCheck",
    "ComplianceDocument",
    "Delivery",
    "ExcludedPerson",
    "ExemptionRequest",
    "Invoice",
    "InvoiceCounter",
    "KycDocument",
    "KycRequest",
    "LicenceChange",
    "Order",
    "OrderLine",
    "OrderStep",
    "Payment",
    "PersonList",
    "PriceAgreement",
    "PriceCampaign",
    "PriceList",
    "Product",
    "ProductPrice",
    "ProductState",
    "ProvisioningEndpoint",
    "ProvisioningMessage",
    "Refund",
    "RefundLine",
    "TaxExemption",
    "TaxIdAnswer",
]
