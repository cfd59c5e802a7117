"""Admin pages that combine several apps: one partner with all its data, and the audit log."""

from portal.admin import audit, partners
from portal.importing import admin as importing

__all__ = ["audit", "importing", "partners"]
