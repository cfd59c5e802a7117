"""API routes of this app."""

from django.urls import path

from notices.api import Notices

urlpatterns = [
    path("me/notices/", Notices.as_view(), name="notices"),
]
