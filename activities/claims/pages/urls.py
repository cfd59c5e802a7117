"""Routes of the claim pages."""

from django.urls import path

from activities.claims.pages import claims, listing

urlpatterns = [
    path("dashboard/claims/", listing.claims, name="claims"),
    path("dashboard/claims/new/<slug:kind>/", claims.new_claim, name="claim_new"),
    path("dashboard/claims/<int:claim_id>/", claims.claim, name="claim"),
]
