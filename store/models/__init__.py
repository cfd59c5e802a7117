"""Models of the store; each sub-slice has its own module, and this one gathers them for Django."""

from store.bonuses.models import BonusApplication, BonusCredit, BonusEntry, BonusUse
from store.cart.models import CartLine
from store.catalogue.models import PriceList, Product, ProductPrice, ProductState
from store.compliance.models import ComplianceCheck, ComplianceDocument
from store.exemptions.models import TaxExemption
from store.orders.models import Delivery, Order, OrderLine, OrderStep, Refund, RefundLine

__all__ = [
    "BonusApplication",
    "BonusCredit",
    "BonusEntry",
    "BonusUse",
    "CartLine",
    "ComplianceCheck",
    "ComplianceDocument",
    "Delivery",
    "Order",
    "OrderLine",
    "OrderStep",
    "PriceList",
    "Product",
    "ProductPrice",
    "ProductState",
    "Refund",
    "RefundLine",
    "TaxExemption",
]
