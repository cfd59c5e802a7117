"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import RECORDS, STAFF, allow

allow("notices.view", RECORDS)
allow("mail.retry", STAFF, audited=_("Outgoing email"))
