"""The permissions of this app, and the roles that have them."""

from accounts.permissions import TEAM, allow

allow("certificate.download", TEAM)
