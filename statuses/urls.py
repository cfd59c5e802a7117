"""Routes of the directory, certificates and the level history."""

from django.urls import path

from statuses.certificates.pages import certificates
from statuses.directory.pages import badge, blacklist, directory, machines
from statuses.standing.pages.history import history

app_name = "statuses"

urlpatterns = [
    path("partners/", directory.directory, name="directory"),
    path("partners/<str:code>/", directory.partner, name="partner"),
    path("partners/<str:code>/logo.png", directory.logo, name="partner_logo"),
    path("partners/<str:code>/badge.svg", badge.badge, name="badge"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("blacklist/", blacklist.blacklist, name="blacklist"),
    path("certificates/", certificates.ask, name="certificate_ask"),
    path("certificates/<str:serial>/", certificates.check, name="certificate"),
    path("dashboard/certificates/<slug:track>.pdf", certificates.download, name="certificate_download"),
    path("dashboard/badge/", badge.own_badge, name="own_badge"),
    path("dashboard/history/", history, name="history"),
]
