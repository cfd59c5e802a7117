"""API routes of clients."""

from django.urls import path

from clients.api import AllClients, MyClients, MyLicences, SeatReports
from clients.referral.api import MyLinks, MySignUps, SignUps

urlpatterns = [
    path("me/clients/", MyClients.as_view(), name="clients"),
    path("me/licenses/", MyLicences.as_view(), name="licenses"),
    path("me/sign-ups/", MySignUps.as_view(), name="sign_ups"),
    path("me/referral-links/", MyLinks.as_view(), name="referral_links"),
    path("vendor/clients/", AllClients.as_view(), name="vendor_clients"),
    path("vendor/sign-ups/", SignUps.as_view(), name="vendor_sign_ups"),
    path("vendor/seats/", SeatReports.as_view(), name="vendor_seats"),
]
