"""Pages of the admin that compose several apps: partners with everything about them, applications, claims, people."""

from portal.admin import applications, claims, partners, people, profiles, staff, team, websites

__all__ = ["applications", "claims", "partners", "people", "profiles", "staff", "team", "websites"]
