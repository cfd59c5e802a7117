"""Routes of the log and of claims."""

from django.urls import include, path

from activities.pages.log import activities

app_name = "activities"

urlpatterns = [
    path("dashboard/activities/", activities, name="log"),
    path("", include("activities.claims.pages.urls")),
]
