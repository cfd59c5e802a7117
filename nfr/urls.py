"""Routes of the NFR pages."""

from django.urls import path

from nfr.pages import licences

app_name = "nfr"

urlpatterns = [
    path("dashboard/nfr/", licences.licences, name="licences"),
    path("dashboard/nfr/claim/<str:licence_kind>/", licences.claim, name="claim"),
    path("dashboard/nfr/<int:grant_id>/extend/", licences.extend, name="extend"),
    path("dashboard/nfr/<int:grant_id>/give-back/", licences.give_back, name="give_back"),
    path("dashboard/nfr/<int:grant_id>/key/", licences.key, name="key"),
]
