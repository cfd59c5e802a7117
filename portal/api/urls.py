"""Addresses of the API, version 1."""

from django.urls import path, re_path

from portal.api import directory
from portal.api.views import Reference, Schema, nothing_here

app_name = "api"

urlpatterns = [
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Reference.as_view(), name="docs"),
    path("partners/", directory.Partners.as_view(), name="partners"),
    path("partners/<str:code>/", directory.Partner.as_view(), name="partner"),
    path("certificates/<str:serial>/", directory.Certificate.as_view(), name="certificate"),
    re_path("^", nothing_here, name="nothing"),
]
