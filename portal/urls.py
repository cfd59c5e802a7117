"""The portal's addresses."""

from django.urls import path

from portal.views import certificates, dashboard, directory, documents
from portal.views.access import switch

urlpatterns = [
    path("", directory.directory, name="directory"),
    path("partners/<str:code>/", directory.partner, name="partner"),
    path("certificates/", certificates.ask, name="certificate_ask"),
    path("certificates/<str:serial>/", certificates.check, name="certificate"),
    path("dashboard/certificates/<slug:track>.pdf", certificates.download, name="certificate_download"),
    path("documents/<int:document_id>/", documents.document, name="document"),
    path("dashboard/", dashboard.standing_page, name="dashboard"),
    path("dashboard/points/", dashboard.points, name="points"),
    path("dashboard/activities/", dashboard.activities, name="activities"),
    path("dashboard/history/", dashboard.history, name="history"),
    path("dashboard/notices/", dashboard.notices, name="notices"),
    path("dashboard/partner/", switch, name="switch"),
]
