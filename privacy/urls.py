"""Routes of a person's own data."""

from django.urls import path

from privacy.pages.own import data, erase, erased

app_name = "privacy"

urlpatterns = [
    path("account/data/", data, name="data"),
    path("account/data/erase/", erase, name="erase"),
    path("account/erased/", erased, name="erased"),
]
