"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import STAFF, allow

allow("views.keep", STAFF, audited=_("Saved views"))
allow("work.assign", STAFF, audited=_("Assignments"))
