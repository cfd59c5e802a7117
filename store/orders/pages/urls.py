"""Routes of the orders."""

from django.urls import path

from store.orders.pages import orders

urlpatterns = [
    path("dashboard/orders/", orders.order_list, name="orders"),
    path("dashboard/orders/<slug:number>/", orders.order, name="order"),
]
