"""Admin menu entries of this app."""

from django.utils.translation import gettext_lazy as _

from programs.request_rules import when_rules
from web.admin.menu import add_entry, below

MEETINGS = "meetings_meeting_changelist"
_HAVE = when_rules(lambda rules: rules.meetings)

add_entry("activities", _("Meetings"), icon="event", page=MEETINGS, place=40, active=below(MEETINGS), shown=_HAVE)
