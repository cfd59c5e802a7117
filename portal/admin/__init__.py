"""Pages of the admin that compose several apps: partners with everything about them, applications, claims, people."""

from portal.admin import applications, claims, partners, people, staff, team

__all__ = ["applications", "claims", "partners", "people", "staff", "team"]
