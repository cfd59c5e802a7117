"""Routes of renewals."""

from django.urls import path

from store.renewals.pages import renewals

urlpatterns = [
    path("dashboard/renewals/", renewals.renewals, name="renewals"),
    path("dashboard/renewals/<int:licence_id>/", renewals.renew, name="renew"),
]
