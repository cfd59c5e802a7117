"""Routes of the store's pages."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "store"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("store.catalogue.pages.urls")),
    path("", include("store.cart.pages.urls")),
    path("", include("store.orders.pages.urls")),
    path("", include("store.bonuses.pages.urls")),
    path("", include("store.invoices.pages.urls")),
    path("", include("store.payments.pages.urls")),
    path("", include("store.cards.pages.urls")),
    path("", include("store.exemptions.pages.urls")),
    path("", include("store.kyc.pages.urls")),
    path("", include("store.renewals.pages.urls")),
    path("", include("store.quotes.pages.urls")),
]
