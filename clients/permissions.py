"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import LEADERS, MAIN, MANAGER, SALES, STAFF, TEAM, allow

allow("clients.view", TEAM | STAFF)
allow("clients.add", {MAIN, MANAGER, SALES} | STAFF)
allow("clients.contact", {MAIN, MANAGER, SALES} | STAFF)
allow("clients.key", LEADERS | STAFF)
allow("licences.register", {MAIN, MANAGER, SALES} | STAFF)
allow("licences.open", STAFF, audited=_("Client licenses"))
allow("clients.manage", STAFF, audited=_("Clients"))
