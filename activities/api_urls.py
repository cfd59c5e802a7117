"""API routes of this app."""

from django.urls import path

from activities import api_partner, api_vendor
from activities.claims import api as claims

urlpatterns = [
    path("me/activities/", api_partner.MyActivities.as_view(), name="activities"),
    path("me/claims/", claims.Claims.as_view(), name="claims"),
    path("me/claims/<int:claim_id>/", claims.OneClaim.as_view(), name="claim"),
    path("me/claims/<int:claim_id>/withdrawal/", claims.Withdrawal.as_view(), name="claim_withdrawal"),
    path("vendor/activities/", api_vendor.Activities.as_view(), name="vendor_activities"),
    path("vendor/activities/<int:activity_id>/retraction/", api_vendor.Retraction.as_view(), name="vendor_retraction"),
]
