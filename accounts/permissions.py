"""The table of permissions by role, used by pages, API, admin and operations. Nothing else compares roles.

``former`` is the role of everyone at a partner whose partnership has ended: its own records only (B24-1.5).
``blocked`` is someone whose access is blocked for a time: nothing at all (B24-14.4). ``applicant`` is a person whose
company is not a partner yet: its application only (B24-7.1).
"""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied

from common.actor import Actor

MAIN, MANAGER, SALES, READONLY = "partner/main", "partner/manager", "partner/sales", "partner/readonly"
FORMER, APPLICANT, VISITOR = "partner/former", "visitor/applicant", "visitor/"
PARTNER_MANAGER, ADMINISTRATOR = "staff/manager", "staff/administrator"

TEAM = frozenset({MAIN, MANAGER, SALES, READONLY})
RECORDS = TEAM | {FORMER}  # a blocked member's role has no permission at all
LEADERS = frozenset({MAIN, MANAGER})
STAFF = frozenset({PARTNER_MANAGER, ADMINISTRATOR})

PERMISSIONS: Mapping[str, frozenset[str]] = {
    # a partner's people
    "dashboard.view": TEAM,
    "records.view": RECORDS,
    "notices.view": RECORDS,
    "agreement.download": frozenset({MAIN, MANAGER, FORMER, APPLICANT}),
    "certificate.download": TEAM,
    "profile.view": TEAM,
    "profile.edit": LEADERS,
    "legal.edit": frozenset({MAIN}),
    "team.view": TEAM,
    "team.manage": frozenset({MAIN}),
    "claims.view": TEAM,
    "claims.submit": frozenset({MAIN, MANAGER, SALES}),
    "information.view": TEAM,
    "information.answer": LEADERS,
    "trademarks.ask": LEADERS,
    "tokens.manage": frozenset({MAIN}),
    # applicants
    "application.start": frozenset({VISITOR, APPLICANT}),
    "application.edit": frozenset({APPLICANT}),
    # the vendor's staff
    "applications.view": STAFF,
    "partners.view": STAFF,
    "applications.decide": STAFF,
    "profiles.moderate": STAFF,
    "claims.decide": STAFF,
    "activities.record": STAFF,
    "partners.edit": STAFF,
    "partners.decide": STAFF,
    "partners.note": STAFF,
    "team.approve": STAFF,
    "information.ask": STAFF,
    "trademarks.decide": STAFF,
    "mail.retry": STAFF,
    "audit.view": STAFF,
    "audit.export": frozenset({ADMINISTRATOR}),
    "staff.manage": frozenset({ADMINISTRATOR}),
    "vendor_tokens.manage": frozenset({ADMINISTRATOR}),
    "rules.publish": frozenset({ADMINISTRATOR}),
    "network.import": frozenset({ADMINISTRATOR}),
}


def may(actor: Actor, permission: str) -> bool:
    """Return whether the actor's role has the permission; the system has all. Raises KeyError for an unknown one."""
    allowed = PERMISSIONS[permission]
    return actor.kind == "system" or f"{actor.kind}/{actor.role}" in allowed


def require(actor: Actor, permission: str, *, program_id: int | None = None) -> None:
    """Raise PermissionDenied unless the actor has the permission and, if given, acts in the program."""
    if not may(actor, permission) or (program_id is not None and actor.program_id != program_id):
        raise PermissionDenied(permission)
