"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import STAFF, allow

allow("privacy.decide", STAFF, audited=_("Personal data"))
# What happens by itself, in jobs: nobody but the system.
allow("privacy.run", frozenset())
