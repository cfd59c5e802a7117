"""URLs of the API, version 1: the schema and each app's endpoints."""

from django.urls import include, path, re_path

from web.api.views import Schema, nothing_here, reference
from web.privacy import public_page

app_name = "api"

urlpatterns = [
    path("schema/", public_page(Schema.as_view()), name="schema"),
    path("docs/", public_page(reference), name="docs"),
    path("", include("partners.api_urls")),
    path("", include("notices.api_urls")),
    path("", include("activities.api_urls")),
    path("", include("points.api_urls")),
    path("", include("leads.api_urls")),
    path("", include("statuses.api_urls")),
    path("", include("clients.api_urls")),
    path("", include("nfr.api_urls")),
    path("", include("store.api_urls")),
    re_path("^", nothing_here, name="nothing"),
]
