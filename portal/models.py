"""Models of this app, which stand in its slices."""

from portal.importing.models import ImportRun

__all__ = ["ImportRun"]
