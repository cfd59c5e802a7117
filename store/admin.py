"""The store in the admin; each sub-slice registers its own pages."""

from store.bonuses import admin as bonuses
from store.campaigns import admin as campaigns
from store.cards import admin as cards
from store.catalogue import admin as catalogue
from store.compliance import admin as compliance
from store.exemptions import admin as exemptions
from store.invoices import admin as invoices
from store.kyc import admin as kyc
from store.orders import admin as orders
from store.payments import admin as payments
from store.provisioning import admin as provisioning
from store.quotes import admin as quotes
from store.screening import admin as screening
from store.taxids import admin as taxids

__all__ = [
    "bonuses",
    "campaigns",
    "cards",
    "catalogue",
    "compliance",
    "exemptions",
    "invoices",
    "kyc",
    "orders",
    "payments",
    "provisioning",
    "quotes",
    "screening",
    "taxids",
]
