"""API routes of the store."""

from django.urls import path

from store.bonuses import api as bonuses
from store.cart import api as cart
from store.catalogue import api as catalogue
from store.invoices import api as invoices
from store.orders import api as orders
from store.quotes import api as quotes

urlpatterns = [
    path("me/products/", catalogue.Products.as_view(), name="products"),
    path("me/cart/", cart.CartEndpoint.as_view(), name="cart"),
    path("me/quotes/", quotes.Quotes.as_view(), name="quotes"),
    path("me/quotes/<slug:quote_number>/", quotes.QuoteDetail.as_view(), name="quote"),
    path("me/orders/", orders.MyOrders.as_view(), name="orders"),
    path("me/orders/<slug:number>/", orders.MyOrder.as_view(), name="order"),
    path("me/invoices/", invoices.Invoices.as_view(), name="invoices"),
    path("me/bonuses/", bonuses.Bonuses.as_view(), name="bonuses"),
    path("me/bonuses/applications/", bonuses.BonusApplications.as_view(), name="bonus_applications"),
]
