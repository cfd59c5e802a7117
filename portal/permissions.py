"""The permissions of this app, and the roles that have them."""

from accounts.permissions import STAFF, allow

allow("audit.view", STAFF)
allow("audit.export", STAFF)
