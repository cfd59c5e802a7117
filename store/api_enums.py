"""The names of this app's enumerations in the API's schema."""

from store.models import BonusApplication, BonusEntry, ClientQuote, Invoice, Order, Product
from web.api.enums import name_enum

name_enum("BonusApplicationState", BonusApplication.State.choices)
name_enum("BonusMovementKind", BonusEntry.Kind.choices)
name_enum("QuoteState", ClientQuote.State.choices)
name_enum("InvoiceKind", Invoice.Kind.choices)
name_enum("ProductKind", Product.Kind.choices)
name_enum("OrderState", Order.State.choices)
name_enum("ProductState", [("on_sale", "on_sale"), ("existing_clients", "existing_clients")])
