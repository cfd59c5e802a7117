"""URLs of the profile."""

from django.urls import path

from partners.profile.pages import profile

urlpatterns = [
    path("dashboard/profile/", profile.profile_page, name="profile"),
    path("dashboard/profile/edit/", profile.edit, name="profile_edit"),
    path("dashboard/profile/withdraw/", profile.withdraw, name="profile_withdraw"),
]
