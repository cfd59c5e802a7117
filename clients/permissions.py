"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import LEADERS, MAIN, MANAGER, SALES, STAFF, TEAM, allow

allow("clients.view", TEAM | STAFF)
allow("clients.add", {MAIN, MANAGER, SALES} | STAFF, audited=_("Clients"))
allow("clients.contact", {MAIN, MANAGER, SALES} | STAFF, audited=_("Client contacts"))
allow("clients.key", LEADERS | STAFF, audited=_("Activation keys"))
allow("licences.register", {MAIN, MANAGER, SALES} | STAFF, audited=_("Client licenses"))
allow("licences.open", STAFF, audited=_("Client licenses"))
allow("clients.manage", STAFF, audited=_("Clients"))
allow("referral.manage", {MAIN, MANAGER, SALES} | STAFF, audited=_("Referral links"))
