"""URLs of teams and invitations."""

from django.urls import path

from partners.team.pages import invitations, team

urlpatterns = [
    path("dashboard/team/", team.people, name="team"),
    path("dashboard/team/leave/", team.leave, name="team_leave"),
    path("dashboard/team/<int:member_id>/", team.member, name="member"),
    path("dashboard/team/<int:member_id>/remove/", team.remove, name="member_remove"),
    path("dashboard/team/invitations/<int:invitation_id>/resend/", team.resend, name="invitation_resend"),
    path("dashboard/team/invitations/<int:invitation_id>/withdraw/", team.withdraw, name="invitation_withdraw"),
    path("invitations/<str:secret>/", invitations.invitation, name="invitation"),
]
