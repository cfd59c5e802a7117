"""The portal's addresses."""

from django.urls import path

from portal.views import certificates, dashboard, directory, documents, notices, security
from portal.views.access import switch

urlpatterns = [
    path("", directory.directory, name="directory"),
    path("partners/<str:code>/", directory.partner, name="partner"),
    path("certificates/", certificates.ask, name="certificate_ask"),
    path("certificates/<str:serial>/", certificates.check, name="certificate"),
    path("dashboard/certificates/<slug:track>.pdf", certificates.download, name="certificate_download"),
    path("documents/<int:document_id>/", documents.document, name="document"),
    path("account/security/", security.security, name="account_security"),
    path("account/sessions/<int:session_id>/end/", security.end_session, name="session_end"),
    path("dashboard/", dashboard.standing_page, name="dashboard"),
    path("dashboard/points/", dashboard.points, name="points"),
    path("dashboard/activities/", dashboard.activities, name="activities"),
    path("dashboard/history/", dashboard.history, name="history"),
    path("dashboard/notices/", notices.notices, name="notices"),
    path("dashboard/notices/<int:notice_id>/", notices.notice, name="notice"),
    path("dashboard/notices/read/", notices.read_all, name="notices_read"),
    path("dashboard/notices/mail/", notices.mail_choice, name="mail_choice"),
    path("dashboard/partner/", switch, name="switch"),
]
