"""The root of the addresses; what a page does stands in the apps."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
]
urlpatterns += [path("api/v1/", include("portal.api.urls")), path("", include("portal.urls"))]
