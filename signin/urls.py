"""Routes of the account's security and language pages; all others of sign-in are allauth's."""

from django.urls import path

from signin.language import language
from signin.pages import end_session, security

app_name = "signin"

urlpatterns = [
    path("account/security/", security, name="security"),
    path("account/language/", language, name="language"),
    path("account/sessions/<int:session_id>/end/", end_session, name="session_end"),
]
