"""The portal's addresses."""

from django.urls import path

from activities.claims.pages import claims
from notices.pages import inbox as notices
from partners.admission.pages import agreement as agreements
from partners.admission.pages import application as applying
from partners.measures.pages import requests
from partners.pages import documents
from partners.pages.access import switch
from partners.profile.pages import profile
from partners.team.pages import invitations, team
from partners.tokens.pages import tokens
from portal.home import pages as dashboard
from portal.signin import pages as security
from statuses.certificates.pages import certificates
from statuses.directory.pages import directory

urlpatterns = [
    path("", directory.directory, name="directory"),
    path("partners/<str:code>/", directory.partner, name="partner"),
    path("partners/<str:code>/logo.png", directory.logo, name="partner_logo"),
    path("apply/", applying.application, name="application"),
    path("apply/company/", applying.verification, name="application_verification"),
    path("apply/company/remove/", applying.remove, name="application_remove"),
    path("apply/answer/", applying.answer, name="application_answer"),
    path("apply/withdraw/", applying.withdraw, name="application_withdraw"),
    path("apply/again/", applying.again, name="application_again"),
    path("certificates/", certificates.ask, name="certificate_ask"),
    path("certificates/<str:serial>/", certificates.check, name="certificate"),
    path("dashboard/certificates/<slug:track>.pdf", certificates.download, name="certificate_download"),
    path("dashboard/agreement.pdf", agreements.agreement, name="agreement"),
    path("documents/<int:document_id>/", documents.document, name="document"),
    path("account/security/", security.security, name="account_security"),
    path("account/sessions/<int:session_id>/end/", security.end_session, name="session_end"),
    path("dashboard/", dashboard.standing_page, name="dashboard"),
    path("dashboard/points/", dashboard.points, name="points"),
    path("dashboard/activities/", dashboard.activities, name="activities"),
    path("dashboard/claims/", claims.claims, name="claims"),
    path("dashboard/claims/new/<slug:kind>/", claims.new_claim, name="claim_new"),
    path("dashboard/claims/<int:claim_id>/", claims.claim, name="claim"),
    path("dashboard/history/", dashboard.history, name="history"),
    path("dashboard/notices/", notices.notices, name="notices"),
    path("dashboard/notices/<int:notice_id>/", notices.notice, name="notice"),
    path("dashboard/notices/read/", notices.read_all, name="notices_read"),
    path("dashboard/notices/mail/", notices.mail_choice, name="mail_choice"),
    path("dashboard/profile/", profile.profile_page, name="profile"),
    path("dashboard/profile/edit/", profile.edit, name="profile_edit"),
    path("dashboard/profile/withdraw/", profile.withdraw, name="profile_withdraw"),
    path("dashboard/team/", team.people, name="team"),
    path("dashboard/team/leave/", team.leave, name="team_leave"),
    path("dashboard/team/<int:member_id>/", team.member, name="member"),
    path("dashboard/team/<int:member_id>/remove/", team.remove, name="member_remove"),
    path("dashboard/team/invitations/<int:invitation_id>/resend/", team.resend, name="invitation_resend"),
    path("dashboard/team/invitations/<int:invitation_id>/withdraw/", team.withdraw, name="invitation_withdraw"),
    path("dashboard/tokens/", tokens.tokens, name="tokens"),
    path("dashboard/tokens/<int:token_id>/revoke/", tokens.revoke, name="token_revoke"),
    path("invitations/<str:secret>/", invitations.invitation, name="invitation"),
    path("dashboard/requests/", requests.requests, name="requests"),
    path("dashboard/requests/<int:request_id>/answer/", requests.answer, name="request_answer"),
    path("dashboard/requests/trademarks/", requests.trademark, name="trademark"),
    path("dashboard/requests/trademarks/<int:request_id>/withdraw/", requests.withdraw, name="trademark_withdraw"),
    path("dashboard/partner/", switch, name="switch"),
]
