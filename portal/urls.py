"""Routes of the program's page, the partner's home page and sign-in."""

from django.urls import path

from portal.home.pages import progress, standing_page
from portal.program.pages import benefits, program
from portal.signin.language import language
from portal.signin.pages import end_session, security

app_name = "portal"

urlpatterns = [
    path("", program, name="program"),
    path("dashboard/benefits/", benefits, name="benefits"),
    path("dashboard/progress/", progress, name="progress"),
    path("dashboard/", standing_page, name="dashboard"),
    path("account/security/", security, name="security"),
    path("account/language/", language, name="language"),
    path("account/sessions/<int:session_id>/end/", end_session, name="session_end"),
]
