"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import LEADERS, MAIN, MANAGER, SALES, STAFF, TEAM, allow

allow("leads.view", TEAM)
allow("leads.work", {MAIN, MANAGER, SALES})
allow("leads.lead", LEADERS)
# What happens by itself, in jobs and after events: nobody but the system.
allow("leads.run", frozenset())
allow("leads.decide", STAFF, audited=_("Client requests"))

allow("deals.view", TEAM)
allow("deals.work", {MAIN, MANAGER, SALES})
allow("deals.run", frozenset())
allow("deals.decide", STAFF, audited=_("Deals"))
