"""API routes of the store."""

from django.urls import path

from store.bonuses import api as bonuses
from store.catalogue import api as catalogue
from store.invoices import api as invoices
from store.orders import api as orders

urlpatterns = [
    path("me/products/", catalogue.Products.as_view(), name="products"),
    path("me/orders/", orders.MyOrders.as_view(), name="orders"),
    path("me/orders/<slug:number>/", orders.MyOrder.as_view(), name="order"),
    path("me/invoices/", invoices.Invoices.as_view(), name="invoices"),
    path("me/bonuses/", bonuses.Bonuses.as_view(), name="bonuses"),
    path("me/bonuses/applications/", bonuses.BonusApplications.as_view(), name="bonus_applications"),
]
