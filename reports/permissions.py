"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import STAFF, allow

allow("reports.view", STAFF)
allow("reports.schedule", STAFF, audited=_("Scheduled reports"))
