"""The root of the addresses; what a page does stands in the apps."""

from django.contrib import admin
from django.urls import include, path

from portal.views.security import remove_passkey

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/2fa/webauthn/keys/<int:pk>/remove/", remove_passkey),  # before allauth's, which asks nobody
    path("account/", include("allauth.urls")),
]
urlpatterns += [path("api/v1/", include("portal.api.urls")), path("", include("portal.urls"))]
