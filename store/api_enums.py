"""The names of this app's enumerations in the API's schema."""

from store.models import BonusApplication, BonusEntry, ClientQuote, Invoice, Order, Product
from web.api.enums import name_enum

name_enum("BonusApplicationState", BonusApplication.State.choices, "Whether a bonus is approved")
name_enum("BonusMovementKind", BonusEntry.Kind.choices, "What happened to a bonus")
name_enum("QuoteState", ClientQuote.State.choices, "Whether a quote can be sent")
name_enum("InvoiceKind", Invoice.Kind.choices, "The kind of an invoice")
name_enum("ProductKind", Product.Kind.choices, "The kind of a product")
name_enum("OrderState", Order.State.choices, "How far an order has come")
name_enum(
    "ProductState",
    [("on_sale", "on_sale"), ("existing_clients", "existing_clients")],
    "Who can buy a product",
    {
        "on_sale": "everyone",
        "existing_clients": "only clients that have it already",
    },
)
