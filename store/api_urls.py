"""API routes of the store."""

from django.urls import path

from store.bonuses import api as bonuses

urlpatterns = [
    path("me/bonuses/", bonuses.Bonuses.as_view(), name="bonuses"),
    path("me/bonuses/applications/", bonuses.BonusApplications.as_view(), name="bonus_applications"),
]
