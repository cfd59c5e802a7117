"""URLs of partners' pages, from each slice."""

from django.urls import include, path

from partners.pages.access import switch
from partners.pages.documents import document
from partners.pages.undo import undo

app_name = "partners"

urlpatterns = [
    path("documents/<int:document_id>/", document, name="document"),
    path("dashboard/partner/", switch, name="switch"),
    path("undo/", undo, name="undo"),
    path("", include("partners.admission.pages.urls")),
    path("", include("partners.profile.pages.urls")),
    path("", include("partners.team.pages.urls")),
    path("", include("partners.tokens.pages.urls")),
    path("", include("partners.measures.pages.urls")),
    path("", include("partners.drafts.pages.urls")),
]
