"""Routes of requests for client documents."""

from django.urls import path

from store.kyc.pages import requests

urlpatterns = [
    path("dashboard/client-documents/", requests.kyc_list, name="kyc"),
    path("dashboard/client-documents/<int:kyc_id>/", requests.kyc_request, name="kyc_request"),
]
