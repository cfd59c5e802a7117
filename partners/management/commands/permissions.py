"""Prints every permission with its roles, and every API scope with its permission, from all apps."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.permissions import AUDITED, PERMISSIONS
from partners.tokens.scopes import PARTNER_SCOPES, VENDOR_SCOPES


def whole_table() -> list[str]:
    """Return one line per permission and per scope, sorted: what who may do, in one place."""
    roles = [
        f"{code} = {' '.join(sorted(roles))}{' (audited)' if code in AUDITED else ''}"
        for code, roles in sorted(PERMISSIONS.items())
    ]
    scopes = [
        f"{kind} token {code} = {scope.permission}"
        for kind, found in (("partner", PARTNER_SCOPES), ("vendor", VENDOR_SCOPES))
        for code, scope in sorted(found.items())
    ]
    return roles + scopes


class Command(BaseCommand):
    help = "Print who may do what: permissions by role, and the scopes of API tokens."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in whole_table():
            self.stdout.write(line)
