"""API routes of this app."""

from django.urls import path

from partners.admission.api import Applications
from partners.api_partner import Me
from partners.api_vendor import OnePartner, Partners

urlpatterns = [
    path("me/", Me.as_view(), name="me"),
    path("vendor/applications/", Applications.as_view(), name="vendor_applications"),
    path("vendor/partners/", Partners.as_view(), name="vendor_partners"),
    path("vendor/partners/<str:code>/", OnePartner.as_view(), name="vendor_partner"),
]
