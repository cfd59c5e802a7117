"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import LEADERS, STAFF, TEAM, allow

allow("meetings.view", TEAM)
allow("meetings.ask", LEADERS)
allow("meetings.manage", STAFF, audited=_("Meetings"))
