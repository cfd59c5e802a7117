"""API routes of NFR licenses."""

from django.urls import path

from nfr.api import AllNfrLicences, NfrCancellation, NfrExtension, NfrLicences

urlpatterns = [
    path("me/nfr/", NfrLicences.as_view(), name="nfr"),
    path("me/nfr/<int:grant_id>/extension/", NfrExtension.as_view(), name="nfr_extension"),
    path("me/nfr/<int:grant_id>/cancellation/", NfrCancellation.as_view(), name="nfr_cancellation"),
    path("vendor/nfr/", AllNfrLicences.as_view(), name="vendor_nfr"),
]
