"""The root URLs, which include those of each app."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from signin.pages import add_passkey, remove_passkey, set_up_app

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/2fa/", RedirectView.as_view(pattern_name="signin:security")),  # one page covers all of it
    path("account/2fa/totp/activate/", set_up_app),  # these three are stricter than allauth's, so they come first
    path("account/2fa/webauthn/add/", add_passkey),
    path("account/2fa/webauthn/keys/<int:pk>/remove/", remove_passkey),
    path("", include("privacy.urls")),
    path("account/", include("allauth.urls")),
    path("api/v1/", include("config.api_urls")),
    path("", include("portal.urls")),
    path("", include("statuses.urls")),  # these two have what visitors ask for most, so they are looked through early
    path("", include("partners.urls")),
    path("", include("signin.urls")),
    path("", include("leads.urls")),
    path("", include("store.urls")),
    path("", include("nfr.urls")),
    path("", include("clients.urls")),
    path("", include("meetings.urls")),
    path("", include("points.urls")),
    path("", include("activities.urls")),
    path("", include("notices.urls")),
]
handler500 = "web.errors.broken"
