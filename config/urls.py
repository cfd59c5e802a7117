"""The root of the addresses; what a page does stands in the apps."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
]
if find_spec("portal.urls"):
    urlpatterns.append(path("", include("portal.urls")))
