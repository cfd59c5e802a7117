"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import MAIN, MANAGER, SALES, STAFF, TEAM, allow

allow("claims.view", TEAM)
allow("claims.submit", {MAIN, MANAGER, SALES})
allow("claims.decide", STAFF, audited=_("Claims"))
allow("activities.record", STAFF, audited=_("Activities"))
