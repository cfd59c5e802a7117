"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from web.admin.menu import add_entry, below

MEETINGS = "meetings_meeting_changelist"

add_entry("activities", _("Meetings"), icon="event", page=MEETINGS, place=40, active=below(MEETINGS))
