"""Admin pages that combine several apps: one partner with all its data, and the audit log."""

from portal.admin import audit, partners

__all__ = ["audit", "partners"]
