"""The table of permissions by role, used by pages, API, admin and operations. Nothing else compares roles.

``former`` is the role of everyone at a partner whose partnership has ended: its own records only (B24-1.5).
``blocked`` is someone whose access is blocked for a time: nothing at all (B24-14.4). ``applicant`` is a person whose
company is not a partner yet: its application only (B24-7.1).
"""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

from common.actor import Actor

StrOrPromise = str | Promise

MAIN, MANAGER, SALES, READONLY = "partner/main", "partner/manager", "partner/sales", "partner/readonly"
FORMER, APPLICANT, VISITOR = "partner/former", "visitor/applicant", "visitor/"
PARTNER_MANAGER, ADMINISTRATOR = "staff/manager", "staff/administrator"

TEAM = frozenset({MAIN, MANAGER, SALES, READONLY})
RECORDS = TEAM | {FORMER}  # a blocked member's role has no permission at all
LEADERS = frozenset({MAIN, MANAGER})
STAFF = frozenset({PARTNER_MANAGER, ADMINISTRATOR})

# Each app adds its own in `permissions.py`; `manage.py permissions` prints the whole.
PERMISSIONS: dict[str, frozenset[str]] = {}
# What the audit log calls the staff's actions, by the permission that they use.
AUDITED: dict[str, StrOrPromise] = {}


def allow(permission: str, roles: Collection[str], *, audited: StrOrPromise = "") -> None:
    """Register a permission with the roles that have it; ``audited`` names its actions in the audit log.

    Raises ValueError for a permission that is taken.
    """
    if permission in PERMISSIONS:
        raise ValueError(f"The permission {permission!r} is registered already.")
    PERMISSIONS[permission] = frozenset(roles)
    if audited:
        AUDITED[permission] = audited


def may(actor: Actor, permission: str) -> bool:
    """Return whether the actor's role has the permission; the system has all. Raises KeyError for an unknown one."""
    allowed = PERMISSIONS[permission]
    return actor.kind == "system" or f"{actor.kind}/{actor.role}" in allowed


def allowed_to(role: str) -> list[str]:
    """Return the permissions of a role, such as ``staff/manager``."""
    return [permission for permission, roles in PERMISSIONS.items() if role in roles]


def require(actor: Actor, permission: str, *, program_id: int | None = None) -> None:
    """Raise PermissionDenied unless the actor has the permission and, if given, acts in the program."""
    if not may(actor, permission) or (program_id is not None and actor.program_id != program_id):
        raise PermissionDenied(permission)
