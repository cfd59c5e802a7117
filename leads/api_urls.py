"""API routes of requests."""

from django.urls import path

from leads.api import AllRequests, MyRequests, OneRequest

urlpatterns = [
    path("me/requests/", MyRequests.as_view(), name="requests"),
    path("vendor/requests/", AllRequests.as_view(), name="vendor_requests"),
    path("vendor/requests/<int:lead_id>/", OneRequest.as_view(), name="vendor_request"),
]
