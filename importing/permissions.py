"""The permissions of this app, and the roles that have them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import ADMINISTRATOR, allow

allow("network.import", {ADMINISTRATOR}, audited=_("Imports"))
