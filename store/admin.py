"""The store in the admin; each sub-slice registers its own pages."""

from store.bonuses import admin as bonuses
from store.cards import admin as cards
from store.catalogue import admin as catalogue
from store.compliance import admin as compliance
from store.exemptions import admin as exemptions
from store.invoices import admin as invoices
from store.orders import admin as orders
from store.payments import admin as payments
from store.provisioning import admin as provisioning

__all__ = [
    "bonuses",
    "cards",
    "catalogue",
    "compliance",
    "exemptions",
    "invoices",
    "orders",
    "payments",
    "provisioning",
]
