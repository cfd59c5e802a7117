"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import LEADERS, STAFF, TEAM, allow

allow("nfr.view", TEAM | STAFF)
allow("nfr.claim", LEADERS | STAFF, audited=_("NFR licenses"))
allow("nfr.decide", STAFF, audited=_("NFR licenses"))
