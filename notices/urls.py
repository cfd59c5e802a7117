"""URLs of the inbox."""

from django.urls import path

from notices.pages import inbox

app_name = "notices"

urlpatterns = [
    path("dashboard/notices/", inbox.notices, name="inbox"),
    path("dashboard/notices/<int:notice_id>/", inbox.notice, name="notice"),
    path("dashboard/notices/read/", inbox.read_all, name="read_all"),
    path("dashboard/notices/mail/", inbox.mail_choice, name="mail_choice"),
]
