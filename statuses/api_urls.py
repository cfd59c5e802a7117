"""API routes of this app."""

from django.urls import path

from statuses.certificates import api as certificates
from statuses.certificates.api_check import Certificate
from statuses.directory.api import Partner, Partners
from statuses.directory.api_vocabulary import Vocabulary
from statuses.standing.api import Standing
from statuses.standing.api_changes import Changes, MyChanges
from statuses.standing.api_vendor import OneStanding, Standings

urlpatterns = [
    path("partners/", Partners.as_view(), name="partners"),
    path("partners/<str:code>/", Partner.as_view(), name="partner"),
    path("vocabulary/", Vocabulary.as_view(), name="vocabulary"),
    path("certificates/<str:serial>/", Certificate.as_view(), name="certificate"),
    path("me/standing/", Standing.as_view(), name="standing"),
    path("me/changes/", MyChanges.as_view(), name="changes"),
    path("me/certificates/", certificates.Certificates.as_view(), name="certificates"),
    path("me/certificates/<slug:track>.pdf", certificates.Document.as_view(), name="certificate_document"),
    path("vendor/partners/<str:code>/standing/", OneStanding.as_view(), name="vendor_standing"),
    path("vendor/changes/", Changes.as_view(), name="vendor_changes"),
    path("vendor/standings/", Standings.as_view(), name="vendor_standings"),
]
