"""API routes of this app."""

from django.urls import path

from points.api import Points

urlpatterns = [
    path("me/points/", Points.as_view(), name="points"),
]
