"""Pages of the admin that compose several apps: partners with everything about them, and the audit log."""

from portal.admin import audit, partners

__all__ = ["audit", "partners"]
