"""Routes of the catalogue."""

from django.urls import path

from store.catalogue.pages.catalogue import catalogue

urlpatterns = [path("dashboard/store/", catalogue, name="catalogue")]
