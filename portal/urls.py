"""The portal's addresses. `certificates/` is the public check and the download (statuses)."""

from django.urls import path

from portal.views import directory

urlpatterns = [
    path("", directory.directory, name="directory"),
    path("partners/<str:code>/", directory.partner, name="partner"),
]
