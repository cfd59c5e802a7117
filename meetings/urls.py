"""Routes of the meetings pages."""

from django.urls import path

from meetings.pages import meetings

app_name = "meetings"

urlpatterns = [
    path("dashboard/meetings/", meetings.meetings, name="meetings"),
    path("dashboard/meetings/<int:meeting_id>/", meetings.other_time, name="other_time"),
]
