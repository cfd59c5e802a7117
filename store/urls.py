"""Routes of the store's pages."""

from django.urls import include, path

app_name = "store"

urlpatterns = [path("", include("store.bonuses.pages.urls"))]
