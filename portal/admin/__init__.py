"""Pages of the admin that compose several apps: partners with everything about them, applications, claims, people."""

from portal.admin import (
    applications,
    audit,
    claims,
    measures,
    partners,
    people,
    profiles,
    records,
    staff,
    team,
    websites,
)

__all__ = [
    "applications",
    "audit",
    "claims",
    "measures",
    "partners",
    "people",
    "profiles",
    "records",
    "staff",
    "team",
    "websites",
]
