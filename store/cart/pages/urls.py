"""Routes of the cart."""

from django.urls import path

from store.cart.pages import cart

urlpatterns = [
    path("dashboard/cart/", cart.cart, name="cart"),
    path("dashboard/cart/add/<slug:product>/", cart.add, name="cart_add"),
    path("dashboard/cart/<int:line_id>/", cart.line, name="cart_line"),
    path("dashboard/cart/checkout/", cart.checkout, name="checkout"),
]
