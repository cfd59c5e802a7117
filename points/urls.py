"""Routes of the points pages."""

from django.urls import path

from points.pages.statement import points

app_name = "points"

urlpatterns = [path("dashboard/points/", points, name="statement")]
