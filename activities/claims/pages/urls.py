"""Routes of the claim pages."""

from django.urls import path

from activities.claims.pages import claims

urlpatterns = [
    path("dashboard/claims/", claims.claims, name="claims"),
    path("dashboard/claims/new/<slug:kind>/", claims.new_claim, name="claim_new"),
    path("dashboard/claims/<int:claim_id>/", claims.claim, name="claim"),
]
