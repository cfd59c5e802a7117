"""Routes of the program's page and the partner's home page."""

from django.urls import path

from portal.home.finding import find
from portal.home.pages import progress, standing_page
from portal.program.pages import benefits, program

app_name = "portal"

urlpatterns = [
    path("", program, name="program"),
    path("dashboard/benefits/", benefits, name="benefits"),
    path("dashboard/find/", find, name="find"),
    path("dashboard/progress/", progress, name="progress"),
    path("dashboard/", standing_page, name="dashboard"),
]
