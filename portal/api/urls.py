"""Addresses of the API, version 1."""

from django.urls import path, re_path

from activities import api_vendor as recording
from activities.claims import api as claims
from partners import api_partner as own
from partners import api_vendor as vendor
from statuses.certificates import api as certificates
from statuses.directory import api as directory
from statuses.standing import api as standing
from web.api.views import Reference, Schema, nothing_here

app_name = "api"

urlpatterns = [
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Reference.as_view(), name="docs"),
    path("partners/", directory.Partners.as_view(), name="partners"),
    path("partners/<str:code>/", directory.Partner.as_view(), name="partner"),
    path("certificates/<str:serial>/", directory.Certificate.as_view(), name="certificate"),
    path("me/", own.Me.as_view(), name="me"),
    path("me/standing/", standing.Standing.as_view(), name="standing"),
    path("me/points/", standing.Points.as_view(), name="points"),
    path("me/activities/", own.MyActivities.as_view(), name="activities"),
    path("me/notices/", own.Notices.as_view(), name="notices"),
    path("me/certificates/", certificates.Certificates.as_view(), name="certificates"),
    path("me/certificates/<slug:track>.pdf", certificates.Document.as_view(), name="certificate_document"),
    path("me/claims/", claims.Claims.as_view(), name="claims"),
    path("me/claims/<int:claim_id>/", claims.OneClaim.as_view(), name="claim"),
    path("me/claims/<int:claim_id>/withdrawal/", claims.Withdrawal.as_view(), name="claim_withdrawal"),
    path("vendor/applications/", vendor.Applications.as_view(), name="vendor_applications"),
    path("vendor/partners/", vendor.Partners.as_view(), name="vendor_partners"),
    path("vendor/partners/<str:code>/", vendor.OnePartner.as_view(), name="vendor_partner"),
    path("vendor/partners/<str:code>/standing/", vendor.OneStanding.as_view(), name="vendor_standing"),
    path("vendor/standings/", vendor.Standings.as_view(), name="vendor_standings"),
    path("vendor/activities/", recording.Activities.as_view(), name="vendor_activities"),
    path("vendor/activities/<int:activity_id>/retraction/", recording.Retraction.as_view(), name="vendor_retraction"),
    re_path("^", nothing_here, name="nothing"),
]
