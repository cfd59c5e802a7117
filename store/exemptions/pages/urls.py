"""Routes of a partner's tax exemption."""

from django.urls import path

from store.exemptions.pages import exemption

urlpatterns = [
    path("dashboard/tax-exemption/", exemption.exemption, name="exemption"),
    path("dashboard/tax-exemption/<int:exemption_id>/withdraw/", exemption.withdraw, name="exemption_withdraw"),
]
